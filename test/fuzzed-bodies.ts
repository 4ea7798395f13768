import fc from 'fast-check'
import { hash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { badEvents, event } from './bad-events.ts'

const lines = 'application/x-ndjson'
const single = 'application/cloudevents+json'
const batch = 'application/cloudevents-batch+json'

/** A request with events, good and bad. */
export type FuzzedBody = {
  type: string
  body: Uint8Array<ArrayBuffer>
  headers: Record<string, string>
  /** How many events it has; undefined where nobody can say. */
  received: number | undefined
  /** The places of the events that must be taken. */
  good: readonly number[]
}

let goodCount = 0
/** Two ids differ in many places, so that damage to one event cannot make it another one. */
const goodEvent = fc
  .constant(null)
  .map(() => JSON.stringify(event(`good-${hash('sha256', String(++goodCount), 'hex').slice(0, 16)}`)))
const someValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('', 'sms', 'delivered', '2026-11-24T09:30:00Z', '1.0', 0, -1, 1e308, [], {}, '\0', '\ud800'),
)
const fields = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'data', '__proto__', 'constructor', 'more']
const dataFields = [
  'channel',
  'status',
  'required',
  'parts',
  'price',
  'createdAt',
  'to',
  'reason',
  'flowId',
  '__proto__',
]
/** A good event of which one field became something else. */
const spoiltEvent = fc
  .record({
    id: fc.nat({ max: 50 }),
    field: fc.constantFrom(...fields),
    dataField: fc.option(fc.constantFrom(...dataFields)),
    value: someValue,
  })
  .map(({ id, field, dataField, value }) => {
    const spoilt = event(`spoilt-${id}`)
    Object.defineProperty(dataField === null ? spoilt : spoilt.data, dataField ?? field, { value, enumerable: true })
    return JSON.stringify(spoilt)
  })
const badEvent = fc.constantFrom(
  ...badEvents
    .map(({ bad }) => (typeof bad === 'string' ? bad : JSON.stringify(bad)))
    .filter((text) => text.length < 100_000),
)
const anyJson = fc.oneof(
  { weight: 3, arbitrary: spoiltEvent },
  { weight: 3, arbitrary: goodEvent },
  { weight: 2, arbitrary: badEvent },
  { weight: 1, arbitrary: someValue.map((value) => JSON.stringify(value)) },
)
const anyLine = fc.oneof(
  { weight: 5, arbitrary: anyJson },
  { weight: 1, arbitrary: fc.string().map((text) => text.replaceAll('\n', '')) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\r', '{', '\ufeff', 'null') },
)

const linesBody = fc.array(anyLine, { maxLength: 30 }).map((all): FuzzedBody => {
  const present = all.filter(
    (line) =>
      line
        .replace(/\r$/, '')
        .replace(/^\ufeff/, '')
        .trim() !== '',
  )
  return {
    type: lines,
    body: Buffer.from(all.join('\n')),
    headers: {},
    received: present.length,
    good: indexesOfGood(present),
  }
})
const batchBody = fc.array(anyJson, { maxLength: 20 }).map((all): FuzzedBody => ({
  type: batch,
  body: Buffer.from(`[${all.join(',')}]`),
  headers: {},
  received: all.length,
  good: indexesOfGood(all),
}))
const singleBody = anyJson.map((text): FuzzedBody => {
  const isList = text.startsWith('[')
  return {
    type: single,
    body: Buffer.from(text),
    headers: {},
    received: isList ? undefined : 1,
    good: indexesOfGood([text]),
  }
})
const binaryBody = fc
  .record({
    data: someValue,
    names: fc.subarray(['ce-source', 'ce-type', 'ce-subject', 'ce-time', 'ce-data', 'ce-__proto__']),
    value: fc.constantFrom('message.status', 'x', '%E2%82', '%00', '2026-11-24T09:30:00Z'),
  })
  .map(({ data, names, value }): FuzzedBody => ({
    type: 'application/json',
    body: Buffer.from(JSON.stringify(data)),
    headers: {
      'ce-specversion': '1.0',
      'ce-id': `binary-${value}`,
      ...Object.fromEntries(names.map((name) => [name, value])),
    },
    received: 1,
    good: [],
  }))
const noise = fc
  .record({
    type: fc.constantFrom(
      lines,
      single,
      batch,
      'application/json',
      'text/plain',
      'application/json; charset=utf-7',
      'x',
    ),
    bytes: fc.uint8Array({ maxLength: 300 }),
    encoding: fc.constantFrom('', 'gzip', 'br'),
  })
  .map(({ type, bytes, encoding }): FuzzedBody => ({
    type,
    body: Uint8Array.from(bytes),
    headers: encoding === '' ? {} : { 'content-encoding': encoding },
    received: undefined,
    good: [],
  }))
const anyWhole = fc.oneof(
  { weight: 4, arbitrary: linesBody },
  { weight: 3, arbitrary: batchBody },
  { weight: 2, arbitrary: singleBody },
  { weight: 1, arbitrary: binaryBody },
)
const packed = anyWhole.map((sent): FuzzedBody => ({
  ...sent,
  body: Uint8Array.from(gzipSync(sent.body)),
  headers: { ...sent.headers, 'content-encoding': 'gzip' },
}))
/** Bytes that got lost, were changed, or came twice on their way. */
const damaged = fc
  .record({
    sent: fc.oneof(anyWhole, packed),
    at: fc.nat(),
    what: fc.constantFrom('cut', 'change', 'repeat'),
    byte: fc.nat({ max: 255 }),
  })
  .map(({ sent, at, what, byte }): FuzzedBody => {
    const place = sent.body.length === 0 ? 0 : at % sent.body.length
    const head = sent.body.subarray(0, place)
    const tail = sent.body.subarray(place)
    const rest = { cut: [], change: [byte, ...tail.subarray(1)], repeat: [...tail, ...tail] }[what] as number[]
    return { ...sent, body: Uint8Array.from([...head, ...rest]), received: undefined, good: [] }
  })
/** Bodies of every kind, in every mode, whole, packed and damaged. */
export const anyBody: fc.Arbitrary<FuzzedBody> = fc.oneof(
  { weight: 5, arbitrary: anyWhole },
  { weight: 2, arbitrary: packed },
  { weight: 3, arbitrary: damaged },
  { weight: 1, arbitrary: noise },
)

function indexesOfGood(texts: readonly string[]): number[] {
  return texts.flatMap((text, index) => (text.includes('"id":"good-') ? [index] : []))
}
