import { directions } from '../events/call-vocabulary.ts'
import { authorByWord, messengerByWord } from '../events/chat-vocabulary.ts'
import { isCountry } from '../accounts/fields.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import type { Amount } from '../measures/decimal.ts'
import { bySecond } from './rate.ts'
import type { Rate, TalkRate } from './rate.ts'
import { keysOf, moments, serviceByWord, services } from './service.ts'
import type { Moment, RateKey, Service } from './service.ts'

/** The fields of a rate as people and machines write it, in the order of the columns of a file. */
export const rateFields = [
  'service',
  'network',
  'country',
  'messenger',
  'author',
  'trunk',
  'prefix',
  'direction',
  'price',
  'currency',
  'moment',
  'increments',
  'minimumSeconds',
  'connectFee',
  'packageUnits',
  'packageFee',
  'steps',
] as const
export type RateField = (typeof rateFields)[number]

/** A rate as it was written: a field that is not there, null or an empty text says nothing. */
export type RateForm = Readonly<Record<string, unknown>>

/** A rate as it is answered and exported: amounts are decimal texts, `increments` such as `60/60`, in the fields that say something. */
export type WrittenRate = {
  service: string
  price: string
  currency: string
  increments?: string
  minimumSeconds?: number
  connectFee?: string
  moment?: string
  packageUnits?: number
  packageFee?: string
  steps?: { above: number; price: string }[]
} & Partial<Record<RateKey, string>>

/** Notes what is wrong with a field of a rate: the rest of a sentence that begins with its name. */
export type Fault = (field: string, detail: string) => void

const wholeDigitsMax = 12
const stepsMax = 20
const unitsMax = 1_000_000_000_000
const incrementMax = 3600
const minimumMax = 86_400
const trunkLengthMax = 128
const keyFields: readonly RateKey[] = ['network', 'country', 'messenger', 'author', 'trunk', 'prefix', 'direction']
const talkFields = ['increments', 'minimumSeconds', 'connectFee'] as const

/**
 * Reads a rate; undefined where anything is wrong with it, and every fault was noted.
 * @param currency that of the tariff
 */
export function readRate(form: RateForm, currency: string, fault: Fault): Rate | undefined {
  let isRight = true
  const note: Fault = (field, detail) => {
    isRight = false
    fault(field, detail)
  }
  for (const name of Object.keys(form)) {
    if (!(rateFields as readonly string[]).includes(name)) {
      note(name.slice(0, 40), `is not a field of a rate; there are: ${rateFields.join(', ')}.`)
    }
  }
  const said = (field: RateField) => (form[field] === null || form[field] === '' ? undefined : form[field])
  if (said('currency') !== undefined && said('currency') !== currency) {
    note('currency', `must be ${currency}, in which this tariff is.`)
  }
  const asked = said('service')
  const service = typeof asked === 'string' ? serviceByWord.get(asked) : undefined
  if (service === undefined) note('service', `must be one of ${services.map(({ word }) => word).join(', ')}.`)
  const price = readAmount(said('price'), 'price', note)
  const keys = readKeys(said, service, note)
  const moment = readMoment(said('moment'), service, note)
  const talk = readTalk(said, service, note)
  const bought = readPackage(said, note)
  const steps = readSteps(said('steps'), note)
  if (!isRight || service === undefined || price === undefined) return undefined
  return {
    service: service.word,
    keys,
    price,
    ...(moment === undefined ? {} : { moment }),
    ...(talk === undefined ? {} : { talk }),
    ...(bought === undefined ? {} : { package: bought }),
    ...(steps === undefined ? {} : { steps }),
  }
}

type Said = (field: RateField) => unknown

function readKeys(said: Said, service: Service | undefined, note: Fault): Rate['keys'] {
  const keys: Partial<Record<RateKey, string>> = {}
  for (const key of keyFields) {
    const value = said(key)
    if (value === undefined) continue
    if (service !== undefined && !keysOf(service).includes(key)) {
      note(key, `does not tell uses of ${service.word} apart; there ${listed(keysOf(service))}.`)
      continue
    }
    const read = typeof value === 'string' ? readKey[key](value) : undefined
    if (read === undefined) note(key, wanted[key])
    else keys[key] = read
  }
  const named = Object.keys(keys) as RateKey[]
  if (service !== undefined && !service.keys.some((set) => isSame(set, named))) {
    const sets = service.keys.filter((set) => set.length > 0).map((set) => set.join(' and '))
    note(
      named[0]!,
      `cannot stand beside ${named.slice(1).join(', ')}: a rate of ${service.word} is by ${sets.join('; or ')}.`,
    )
  }
  return keys
}

function listed(keys: readonly RateKey[]): string {
  return keys.length === 1 ? `is ${keys[0]}` : `are ${keys.join(', ')}`
}

function isSame(set: readonly RateKey[], named: readonly RateKey[]): boolean {
  return set.length === named.length && set.every((key) => named.includes(key))
}

/** What of the value of a key is kept; undefined for one that cannot be. */
const readKey: Readonly<Record<RateKey, (value: string) => string | undefined>> = {
  // Events name a network by its digits alone.
  network: (value) => (/^\d{3}-?\d{2,3}$/.test(value) ? value.replace('-', '') : undefined),
  country: (value) => (isCountry(value) ? value : undefined),
  messenger: (value) => (messengerByWord.has(value) ? value : undefined),
  author: (value) => (authorByWord.has(value) ? value : undefined),
  trunk: (value) => (isTrunk(value) ? value : undefined),
  prefix: (value) => (/^\d{1,4}$/.test(value) ? value : undefined),
  direction: (value) => (directions.some(({ word }) => word === value) ? value : undefined),
}

const wanted: Readonly<Record<RateKey, string>> = {
  network: 'must be the MCC and MNC of a network, 5 or 6 digits, such as "26201" or "262-01".',
  country: 'must be two capital letters of ISO 3166, such as "DE".',
  messenger: `must be one of ${[...messengerByWord.keys()].join(', ')}.`,
  author: `must be one of ${[...authorByWord.keys()].join(', ')}.`,
  trunk: `must be the name of a trunk as calls tell it: a line of up to ${trunkLengthMax} characters.`,
  prefix: 'must be the first 1 to 4 digits of the number that is called: no more of a number is kept.',
  direction: `must be one of ${directions.map(({ word }) => word).join(', ')}.`,
}

/** A name that could be read as further keys would be taken for another rate. */
function isTrunk(value: string): boolean {
  return (
    value.length <= trunkLengthMax &&
    value.trim() === value &&
    !/\p{Cc}| (prefix|direction)=/u.test(value) &&
    value.isWellFormed()
  )
}

/** Why a text is no amount that can be kept; undefined for one that is. */
function amountFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a text such as "0.0125".'
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value)
  if (parts === null) {
    if (/^-?[\d\s.]*,[\d\s.,]*$/.test(value)) return 'must have a decimal point, no comma: such as "0.0125".'
    return 'must be an amount such as "0.0125".'
  }
  const [, sign, whole = '', fraction = ''] = parts
  if (sign === '-') return 'must not be below zero.'
  if (whole.length > wholeDigitsMax) return `must have at most ${wholeDigitsMax} digits before the point.`
  if (fraction.length > 6) return 'must have at most 6 digits after the point.'
  return undefined
}

function readAmount(value: unknown, field: RateField, note: Fault): Amount | undefined {
  const fault = amountFault(value)
  if (fault === undefined) return readDecimal(value as string)
  note(field, fault)
  return undefined
}

function readMoment(value: unknown, service: Service | undefined, note: Fault): Moment | undefined {
  if (value === undefined) return undefined
  if (service !== undefined && service.moment === undefined)
    note('moment', `is of messages only, not of ${service.word}.`)
  else if (!(moments as readonly unknown[]).includes(value)) note('moment', `must be one of ${moments.join(', ')}.`)
  // What holds anyhow is not kept, so that rates that are the same look the same.
  else if (value !== service?.moment) return value as Moment
  return undefined
}

function readTalk(said: Said, service: Service | undefined, note: Fault): TalkRate | undefined {
  if (service?.word !== 'call') {
    for (const field of talkFields) {
      if (said(field) !== undefined && service !== undefined) note(field, `is of calls only, not of ${service.word}.`)
    }
    return undefined
  }
  const increments = said('increments') ?? '1/1'
  const parts = typeof increments === 'string' ? incrementForm.exec(increments) : null
  const [, first = '1', next = '1'] = parts ?? []
  if (parts === null || Math.max(Number(first), Number(next)) > incrementMax) {
    note('increments', `must be seconds such as "60/60", "6/6" or "1/1", each from 1 to ${incrementMax}.`)
  }
  const minimum = readWhole(said('minimumSeconds') ?? 0, minimumMax)
  if (minimum === undefined) note('minimumSeconds', `must be a whole number from 0 to ${minimumMax}.`)
  const connectFee = readAmount(said('connectFee') ?? '0', 'connectFee', note)
  const talk = { first: Number(first), next: Number(next), minimum: minimum ?? 0, connectFee: connectFee ?? 0n }
  const isUsual = (Object.keys(bySecond) as (keyof TalkRate)[]).every((part) => talk[part] === bySecond[part])
  return isUsual ? undefined : talk
}

const incrementForm = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/

/** Of a file a number is a text. */
function readWhole(value: unknown, max: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= max ? number : undefined
}

function readPackage(said: Said, note: Fault): Rate['package'] {
  const [unitsSaid, feeSaid] = [said('packageUnits'), said('packageFee')]
  if (unitsSaid === undefined && feeSaid === undefined) return undefined
  const units = readWhole(unitsSaid, unitsMax) ?? 0
  if (units === 0) note('packageUnits', `must be a whole number from 1 to ${unitsMax} where there is a fee for them.`)
  if (feeSaid === undefined) {
    note('packageFee', 'must be what the units cost each month, such as "10".')
    return undefined
  }
  const fee = readAmount(feeSaid, 'packageFee', note)
  return units === 0 || fee === undefined ? undefined : { units, fee }
}

/** Steps are a list, or in a file a text such as `1000:0.01 5000:0.008`. */
function readSteps(value: unknown, note: Fault): Rate['steps'] {
  if (value === undefined) return undefined
  const list = typeof value === 'string' ? value.trim().split(/\s+/).map(stepOf) : value
  if (!Array.isArray(list) || list.length > stepsMax) {
    note('steps', `must be at most ${stepsMax} steps, such as "1000:0.01 5000:0.008".`)
    return undefined
  }
  const steps: { above: number; price: Amount }[] = []
  for (const [at, one] of list.entries()) {
    const step = readStep(one)
    if (typeof step === 'string') {
      note('steps', `${ordinal(at)} ${step}`)
      return undefined
    }
    if (step.above <= (steps.at(-1)?.above ?? 0)) {
      note('steps', `${ordinal(at)} must begin above the one before: each number of units once, in ascending order.`)
      return undefined
    }
    steps.push(step)
  }
  return steps.length === 0 ? undefined : steps
}

function ordinal(at: number): string {
  return `step ${at + 1}`
}

function stepOf(text: string): unknown {
  const at = text.indexOf(':')
  return { above: text.slice(0, Math.max(at, 0)), price: text.slice(at + 1) }
}

function readStep(step: unknown): { above: number; price: Amount } | string {
  if (typeof step !== 'object' || step === null) return 'must have "above" and "price".'
  const { above, price } = step as { above?: unknown; price?: unknown }
  const units = readWhole(above, unitsMax) ?? 0
  if (units === 0) return `must begin above a whole number of units from 1 to ${unitsMax}.`
  const fault = amountFault(price)
  return fault === undefined ? { above: units, price: readDecimal(price as string)! } : `has a price that ${fault}`
}

/** A rate as it is written: what holds without being said is said, but for nothing and none. */
export function writtenRate(rate: Rate, currency: string): WrittenRate {
  const { service: word, keys, talk = bySecond, steps } = rate
  const moment = rate.moment ?? serviceByWord.get(word)!.moment
  return {
    service: word,
    ...keys,
    price: decimalOf(rate.price),
    currency,
    ...(moment === undefined ? {} : { moment }),
    ...(word === 'call' ? writtenTalk(talk) : {}),
    ...(rate.package === undefined
      ? {}
      : { packageUnits: rate.package.units, packageFee: decimalOf(rate.package.fee) }),
    ...(steps === undefined || steps.length === 0
      ? {}
      : { steps: steps.map(({ above, price }) => ({ above, price: decimalOf(price) })) }),
  }
}

function writtenTalk({ first, next, minimum, connectFee }: TalkRate) {
  return {
    increments: `${first}/${next}`,
    ...(minimum === 0 ? {} : { minimumSeconds: minimum }),
    ...(connectFee === 0n ? {} : { connectFee: decimalOf(connectFee) }),
  }
}
