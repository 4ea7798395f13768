import { expect, test } from 'vitest'
import { checkCompanyField } from '../src/accounts/companies.ts'
import { checkEmail, checkName } from '../src/accounts/fields.ts'
import { checkNewPassword } from '../src/accounts/password.ts'
import { faultIn } from '../web/i18n/faults.ts'

/** What the API says of fields that are filled in badly, as somebody in front of a page may do. */
const said: Readonly<Record<string, string | undefined>> = {
  empty: faultOf(() => checkName('  ')),
  long: faultOf(() => checkName('x'.repeat(101))),
  'much too long': faultOf(() => checkName('x'.repeat(1000))),
  unprintable: faultOf(() => checkName('a\u0007b')),
  email: faultOf(() => checkEmail('ann')),
  short: checkNewPassword('short'),
  'long password': checkNewPassword('x'.repeat(1001)),
  monotonous: checkNewPassword('abababababab'),
  common: checkNewPassword('1234567890'),
  own: checkNewPassword('ann@example.com', ['ann@example.com']),
  country: faultOf(() => checkCompanyField('country', 'de')),
  currency: faultOf(() => checkCompanyField('currency', 'Euro')),
  zone: faultOf(() => checkCompanyField('zone', 'Berlin')),
  'e-mail of a company': faultOf(() => checkCompanyField('email', 'office')),
  days: faultOf(() => checkCompanyField('retentionDays', 0)),
}

test('what the API finds wrong with a field is told in the language of the page', () => {
  const words = Object.entries(said).map(([name, detail]) => [name, faultIn(detail ?? '')?.word])
  expect(Object.fromEntries(words)).toEqual({
    empty: 'empty',
    long: 'long',
    'much too long': 'long',
    unprintable: 'unprintable',
    email: 'email',
    short: 'short',
    'long password': 'long',
    monotonous: 'monotonous',
    common: 'common',
    own: 'own',
    country: 'country',
    currency: 'currency',
    zone: 'zone',
    'e-mail of a company': 'email',
    days: 'days',
  })
  expect(faultIn(said['short']!)?.values).toMatchObject({ number: '10' })
  expect(faultIn(said['days']!)?.values).toMatchObject({ from: '1', to: '36500' })
  expect(faultIn('is something new.')).toBeUndefined()
})

function faultOf(check: () => unknown): string {
  try {
    check()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was found wrong')
}
