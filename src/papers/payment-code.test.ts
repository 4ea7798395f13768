import { expect, test } from 'vitest'
import { invoiceOf } from '../../test/any-invoice.ts'
import { paymentCode } from './payment-code.ts'

const wishes = { seed: 5, kind: 'topup', language: 'en', category: 'S', lines: 1, revision: 0 } as const
const inEuros = invoiceOf({ ...wishes, currency: 'EUR' })
const inRoubles = invoiceOf({ ...wishes, currency: 'RUB', language: 'ru' })
const due = (amount: string) => ({ ...inEuros.totals, due: amount })

test('euros are paid by the code of SEPA', () => {
  const code = paymentCode({ ...inEuros, number: '2026-17', issuedOn: '2026-06-01', totals: due('1234.5') })
  expect(code).toEqual({
    kind: 'epc',
    text: `BCD
002
1
SCT
COBADEFFXXX
Talkmeter Plattform GmbH
DE89370400440532013000
EUR1234.50


Invoice for payment 2026-17 of 2026-06-01`,
  })
})

test('roubles are paid by ST00012, in kopecks', () => {
  const supplier = { ...inRoubles.supplier, name: 'ООО «Толк|метр»\nПлюс' }
  const code = paymentCode({ ...inRoubles, supplier, number: '17', issuedOn: '2026-06-01', totals: due('1234.50') })
  expect(code).toEqual({
    kind: 'st00012',
    text: 'ST00012|Name=ООО «Толк метр» Плюс|PersonalAcc=40702810900000012345|BankName=АО «Банк»|BIC=044525225|CorrespAcc=0|Sum=123450|Purpose=Счёт на оплату № 17 от 01.06.2026|PayeeINN=7707083893',
  })
})

test.each([
  ['nothing is due', { ...inEuros, totals: due('0.00') }],
  ['money is given back', { ...inEuros, kind: 'credit' as const }],
  ['a draft has no number', { ...inEuros, number: null }],
  [
    'the IBAN has a wrong digit',
    { ...inEuros, supplier: { ...inEuros.supplier, bankAccount: 'DE88370400440532013000' } },
  ],
  ['there is no account', { ...inEuros, supplier: { ...inEuros.supplier, bankAccount: null } }],
  ['it is more than SEPA takes', { ...inEuros, totals: due('1000000000.00') }],
  ['there is no such code of dollars', { ...inEuros, currency: 'USD' }],
  ['a Russian bank has no BIC', { ...inRoubles, supplier: { ...inRoubles.supplier, bankCode: null } }],
])('where %s, there is no code', (_, document) => {
  expect(paymentCode(document)).toBeNull()
})

test('a long name is cut so that the code can be read', () => {
  const code = paymentCode({ ...inEuros, supplier: { ...inEuros.supplier, name: 'Я'.repeat(500) } })!
  expect(code.text).toContain(`\n${'Я'.repeat(70)}\n`)
  expect(Buffer.byteLength(code.text)).toBeLessThanOrEqual(331)
})
