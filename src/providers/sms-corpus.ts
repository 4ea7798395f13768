import { isCurrency } from '../events/currency.ts'
import { clip } from '../events/text.ts'
import { Refused } from '../events/refusal.ts'
import { smsParts } from '../events/sms-parts.ts'
import { parseInstant } from '../events/time.ts'
import { faultOf, oneOf, zoneOption } from './options.ts'
import type { FileOption } from './options.ts'
import { parseLine } from './parse-line.ts'
import type { Asked, Opened, Provider, ReadEvent } from './provider.ts'

const priceOption: FileOption = {
  name: 'price-per-part',
  value: 'price',
  description: 'what each part of an SMS that was sent costs, such as "0.0125 EUR" (default: no prices)',
}

/**
 * The NUS SMS Corpus: real texts with the minute of sending, `{id, time, text, senderId, senderCountry, recipientCountry}`
 * a line. Nobody knows what became of them, so each gets a life by its id: created in its minute, pending a second later,
 * and 2 + (id mod 97) seconds after the minute its final status: undelivered where id mod 97 is 0 to 4, error where it is
 * 5 or 6, delivered for all others (93 %). Parts are counted from the text. The country is the recipient's where that is
 * known, else the sender's.
 */
export const smsCorpus: Provider = {
  id: 'sms-corpus',
  title: 'NUS SMS Corpus',
  about: 'The NUS SMS Corpus, one SMS a line; each gets a life (created, pending, a final status) by its id.',
  file: { shape: 'lines', options: [zoneOption, priceOption], open },
}

function open({ options, instantOf }: Asked): Opened<string> {
  const priceText = oneOf(options, priceOption)
  const priceOfParts = priceText === undefined ? () => undefined : pricing(priceText)
  return {
    notes: [],
    read(line) {
      const sms = readSms(parseLine(line))
      const wall = parseInstant(`${sms.time}${sms.time.length === 16 ? ':00' : ''}Z`)
      if (wall === undefined) {
        throw new Refused('bad-format', 'time', `"${clip(sms.time)}" is not a local time such as "2011-03-14T09:30".`)
      }
      const createdAt = instantOf(wall)
      const remainder = sms.id % 97
      const { parts } = smsParts(sms.text)
      const final = finalOf(remainder)
      const price = final.status === 'error' ? undefined : priceOfParts(parts)
      const event = (seconds: number, status: string, told: object): ReadEvent => ({
        value: {
          specversion: '1.0',
          id: `${sms.id}-${status}`,
          source: 'sms-corpus',
          type: 'message.status',
          subject: `sms-corpus-${sms.id}`,
          time: new Date(createdAt + seconds * 1000).toISOString(),
          data: { channel: 'sms', status, ...told },
        },
      })
      return [
        event(0, 'created', { parts, from: sms.senderId, ...(sms.country === '' ? {} : { country: sms.country }) }),
        event(1, 'pending', {}),
        event(2 + remainder, final.status, { ...final.told, ...(price === undefined ? {} : { price }) }),
      ]
    },
  }
}

function finalOf(remainder: number): { status: string; told: object } {
  if (remainder < 5) return { status: 'undelivered', told: { reason: 'absent subscriber' } }
  if (remainder < 7) return { status: 'error', told: { reason: 'rejected by the network' } }
  return { status: 'delivered', told: {} }
}

type Sms = { id: number; time: string; text: string; senderId: string; country: string }

function readSms(value: unknown): Sms {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refused('wrong-type', '', 'The line must be a JSON object with id, time and text.')
  }
  const record = value as Record<string, unknown>
  const id = record['id']
  if (id === undefined) throw new Refused('missing', 'id', 'is missing.')
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
    throw new Refused('wrong-type', 'id', 'must be a whole number.')
  }
  const countries = [text(record, 'recipientCountry', ''), text(record, 'senderCountry', '')]
  return {
    id,
    time: text(record, 'time'),
    text: text(record, 'text'),
    senderId: text(record, 'senderId', ''),
    country: countries.find((country) => country !== '' && country !== 'unknown') ?? '',
  }
}

function text(record: Record<string, unknown>, name: string, fallback?: string): string {
  const value = record[name] ?? fallback
  if (value === undefined) throw new Refused('missing', name, 'is missing.')
  if (typeof value !== 'string') throw new Refused('wrong-type', name, 'must be a text.')
  return value
}

/** Prices of so many parts, exact to the millionth. */
function pricing(told: string): (parts: number) => { amount: string; currency: string } {
  const [, whole = '', fraction = '', currency = ''] = /^(\d{1,6})(?:\.(\d{1,6}))? ([A-Z]{3})$/.exec(told) ?? []
  if (!isCurrency(currency)) {
    const detail = `must be an amount and an ISO 4217 currency, such as "0.0125 EUR", not "${told}".`
    throw faultOf([{ field: `--${priceOption.name}`, detail }])
  }
  const millionths = Number(whole + fraction.padEnd(6, '0'))
  return (parts) => {
    const digits = String(millionths * parts).padStart(7, '0')
    return { amount: `${digits.slice(0, -6)}.${digits.slice(-6)}`, currency }
  }
}
