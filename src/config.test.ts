import { expect, test } from 'vitest'
import { describeSettings, readConfig } from './config.ts'

test('an empty environment gives the documented defaults', () => {
  expect(readConfig({})).toMatchObject({ host: 'localhost', port: 8080, databaseUrl: undefined, logLevel: 'info' })
  expect(readConfig({}).dataDir).toMatch(/\/data$/)
})

test('given variables are read into their types', () => {
  const config = readConfig({
    TALKMETER_PORT: '9001',
    TALKMETER_DATA_DIR: '/srv/talkmeter',
    TALKMETER_PUBLIC_URL: 'https://stat.example.com/',
    DATABASE_URL: 'postgres://stat@db/stat',
    TALKMETER_ENGINE_MEMORY_MAX: '2G',
  })
  expect(config).toMatchObject({
    port: 9001,
    dataDir: '/srv/talkmeter',
    publicUrl: 'https://stat.example.com',
    databaseUrl: 'postgres://stat@db/stat',
    engineMemoryBytesMax: 2_147_483_648,
  })
})

test('every variable at fault is named in one failure, misspelt ones too', () => {
  const environment = {
    TALKMETER_PORT: '80a',
    CLICKHOUSE_URL: 'ftp://x',
    TALKMETER_PROT: '1',
    TALKMETER_ENGINE_MEMORY_MAX: '5',
  }
  expect(() => readConfig(environment)).toThrow(
    [
      'TALKMETER_PORT must be a whole number from 0 to 65535, not "80a".',
      'CLICKHOUSE_URL must be a URL that starts with http:// or https://.',
      'TALKMETER_ENGINE_MEMORY_MAX must be at least 256M, written like 800M or 4G, not "5".',
      'TALKMETER_PROT is not a setting of Talkmeter ("talkmeter settings" lists them).',
    ].join('\n'),
  )
})

test('the list of settings never shows a secret', () => {
  const rows = describeSettings({ DATABASE_URL: 'postgres://stat:secret@db/stat', TALKMETER_PORT: '1' })
  expect(JSON.stringify(rows)).not.toContain('secret@')
  expect(rows).toContainEqual(expect.objectContaining({ variable: 'TALKMETER_PORT', fallback: '8080', value: '1' }))
})

test('secrets of the webhook for payments are as Standard Webhooks has them, and may be several', () => {
  const [one, other] = ['a', 'b'].map((letter) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`)
  const variable = 'TALKMETER_PAYMENT_WEBHOOK_SECRET'
  expect(readConfig({ [variable]: `${one}, ${other}` }).paymentWebhookSecrets).toEqual([one, other])
  for (const wrong of ['secret', 'whsec_c2hvcnQ=', `${one},`, `whsec_${'*'.repeat(40)}`]) {
    expect(() => readConfig({ [variable]: wrong }), wrong).toThrow('must be "whsec_" and 24 bytes or more in base64')
  }
})
