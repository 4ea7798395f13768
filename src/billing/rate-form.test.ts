import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csv } from '../renderers/csv.ts'
import { excel } from '../renderers/excel.ts'
import { rowsOfFile } from '../api/rate-rows.ts'
import { anyRate } from '../../test/any-rate.ts'
import { nameOfRate } from './rate.ts'
import type { Rate } from './rate.ts'
import { readRateFile, rowOfRate } from './rate-file.ts'
import { rateFields, readRate, writtenRate } from './rate-form.ts'

const sms = { service: 'sms', price: '0.05' }
const call = { service: 'call', price: '0.60' }

/** Every row is a rate with one fault: the field that is named, and words of what is said of it. */
test.each<[object, string, RegExp]>([
  [{ ...sms, price: '-0.05' }, 'price', /below zero/],
  [{ ...sms, price: '0.0000001' }, 'price', /at most 6 digits after/],
  [{ ...sms, price: '1'.repeat(40) }, 'price', /at most 12 digits before/],
  [{ ...sms, price: '1234567890123' }, 'price', /at most 12 digits before/],
  [{ ...sms, price: '0,05' }, 'price', /decimal point, no comma/],
  [{ ...sms, price: '1,000.05' }, 'price', /decimal point, no comma/],
  [{ ...sms, price: 0.05 }, 'price', /must be a text/],
  [{ ...sms, price: '' }, 'price', /must be a text/],
  [{ ...sms, price: '=1+1' }, 'price', /must be an amount/],
  [{ ...sms, price: '1e3' }, 'price', /must be an amount/],
  [{ ...sms, price: 'NaN' }, 'price', /must be an amount/],
  [{ ...sms, price: '٠.٥' }, 'price', /must be an amount/],
  [{ ...sms, service: 'fax' }, 'service', /must be one of sms, viber/],
  [{ price: '1' }, 'service', /must be one of/],
  [{ ...sms, colour: 'red' }, 'colour', /is not a field of a rate/],
  [{ ...sms, currency: 'USD' }, 'currency', /must be EUR/],
  [{ ...sms, network: 'Vodafone' }, 'network', /MCC and MNC/],
  [{ ...sms, network: '2620' }, 'network', /MCC and MNC/],
  [{ ...sms, network: 26201 }, 'network', /MCC and MNC/],
  [{ ...sms, country: 'de' }, 'country', /two capital letters/],
  [{ ...sms, country: 'XX' }, 'country', /two capital letters/],
  [{ ...sms, network: '26201', country: 'DE' }, 'network', /cannot stand beside country/],
  [{ ...sms, trunk: 'main' }, 'trunk', /does not tell uses of sms apart/],
  [{ ...sms, increments: '60/60' }, 'increments', /of calls only/],
  [{ ...sms, moment: 'read' }, 'moment', /submitted, delivered/],
  [{ ...call, moment: 'delivered' }, 'moment', /of messages only/],
  [{ service: 'chat', price: '1', author: 'bot' }, 'author', /user, robot, operator/],
  [{ service: 'chat', price: '1', messenger: 'icq' }, 'messenger', /must be one of web/],
  [{ service: 'dialogue', price: '1', author: 'user' }, 'author', /does not tell/],
  [{ ...call, prefix: '49170' }, 'prefix', /first 1 to 4 digits/],
  [{ ...call, prefix: '+49' }, 'prefix', /first 1 to 4 digits/],
  [{ ...call, direction: 'up' }, 'direction', /inbound, outbound/],
  [{ ...call, trunk: 'x prefix=49' }, 'trunk', /name of a trunk/],
  [{ ...call, trunk: ' main' }, 'trunk', /name of a trunk/],
  [{ ...call, trunk: 'm'.repeat(129) }, 'trunk', /name of a trunk/],
  [{ ...call, increments: '60' }, 'increments', /such as "60\/60"/],
  [{ ...call, increments: '0/6' }, 'increments', /such as "60\/60"/],
  [{ ...call, increments: '3601/60' }, 'increments', /from 1 to 3600/],
  [{ ...call, minimumSeconds: -1 }, 'minimumSeconds', /whole number/],
  [{ ...call, minimumSeconds: 1.5 }, 'minimumSeconds', /whole number/],
  [{ ...call, connectFee: '-1' }, 'connectFee', /below zero/],
  [{ ...sms, packageUnits: 100 }, 'packageFee', /each month/],
  [{ ...sms, packageFee: '10' }, 'packageUnits', /whole number from 1/],
  [{ ...sms, packageUnits: 0, packageFee: '10' }, 'packageUnits', /whole number from 1/],
  [{ ...sms, steps: 'many' }, 'steps', /step 1 must begin above/],
  [{ ...sms, steps: '100:0,04' }, 'steps', /step 1 has a price that must have a decimal point/],
  [{ ...sms, steps: [{ above: 100, price: '-1' }] }, 'steps', /step 1 has a price that must not be below/],
  [{ ...sms, steps: '500:0.04 100:0.03' }, 'steps', /step 2 must begin above/],
  [{ ...sms, steps: '500:0.04 500:0.03' }, 'steps', /step 2 must begin above/],
  [{ ...sms, steps: [null] }, 'steps', /must have "above"/],
  [{ ...sms, steps: Array.from({ length: 21 }, (_, at) => ({ above: at + 1, price: '1' })) }, 'steps', /at most 20/],
])('%o is refused by its field', (form, field, detail) => {
  const faults: [string, string][] = []
  expect(readRate({ ...form }, 'EUR', (...fault) => faults.push(fault))).toBeUndefined()
  expect(faults).toEqual([[field, expect.stringMatching(detail)]])
})

test('a network is kept by its digits, as events tell it', () => {
  expect(byNetwork('262-01')).toEqual(byNetwork('26201'))
  expect(byNetwork('310-150')?.keys).toEqual({ network: '310150' })
})

function byNetwork(network: string): Rate | undefined {
  return readRate({ ...sms, network }, 'EUR', fail)
}

test('rates come back from CSV and from Excel as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(anyRate, { selector: nameOfRate, minLength: 1, maxLength: 30 }), async (rates) => {
      const rows = rates.map((rate) => rowOfRate(writtenRate(rate, 'EUR')))
      const text = csv(
        rateFields.map((name) => ({ name })),
        rows,
      )
      expect(await readBack('text/csv', Buffer.from(text))).toEqual(rates)
      const numbers = rows.map((row) =>
        row.map((value, at) => (rateFields[at] === 'price' ? { decimal: value! } : value)),
      )
      expect(await readBack('', await excel('Rates', rateFields, numbers))).toEqual(rates)
      const forms = rates.map((rate) => readRate(JSON.parse(JSON.stringify(writtenRate(rate, 'EUR'))), 'EUR', fail))
      expect(forms).toEqual(rates)
    }),
    { numRuns: 60 },
  )
})

async function readBack(type: string, file: Buffer): Promise<readonly Rate[]> {
  const reading = { currency: 'EUR', validFrom: Date.UTC(2026, 0, 1), zone: 'UTC', now: Date.UTC(2026, 0, 1) }
  const { faults, versions } = await readRateFile(rowsOfFile(type, file), reading)
  expect(faults.list).toEqual([])
  return versions[0]!.rates
}

function fail(field: string, detail: string): never {
  throw new Error(`${field} ${detail}`)
}
