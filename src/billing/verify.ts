import { ask } from '../measures/ask.ts'
import type { Cell } from '../measures/ask.ts'
import { facts } from '../measures/facts/facts.ts'
import type { FactName, KeyName } from '../measures/facts/fact.ts'
import { decodeCurrency } from '../events/currency.ts'
import { stepsOf } from '../measures/period.ts'
import type { Step } from '../measures/period.ts'
import { dayAround } from '../measures/zone.ts'
import type { LedgerTransaction } from '../stores/ledger/open.ts'
import { cut, usesIn, wantedOf } from './charge.ts'
import type { Run } from './charge.ts'
import { changedAfter } from './charged-days.ts'
import { chargedLines } from './charges.ts'
import { monthsIn } from './days-to-charge.ts'
import type { Charged } from './charges.ts'
import { decimalOf, readDecimal } from '../measures/decimal.ts'
import { differences, goByMonths } from './lines.ts'
import type { Line } from './lines.ts'
import { pricedAsk } from './priced-ask.ts'
import { checkOf, compared } from './proof.ts'
import type { Check, Compared } from './proof.ts'
import { segmentsOf } from './tariff.ts'
import { tiersOf } from './tiers.ts'
import type { Tier } from './tiers.ts'

/** What was found of a company. Days that changed since they were charged are `pending`: they are compared when they are charged. */
export type Proof = { company: number; from: string; to: string; pending: string[]; checks: Check[] }

/**
 * Compares everything that tells what a company used and what that costs, day by day; changes nothing.
 * @param period local days: those that it touches are compared whole
 */
export async function verifyCompany(
  run: Pick<Run, 'ledger' | 'query' | 'reading' | 'now'>,
  company: number,
  period: { from: number; to: number },
): Promise<Proof> {
  return run.ledger.asPlatform(async (db) => {
    const payer = await db
      .selectFrom('companies')
      .select(['number', 'parent', 'currency', 'zone'])
      .where('number', '=', company)
      .executeTakeFirstOrThrow()
    const { zone } = payer
    // Nothing is charged meanwhile, so that what is compared stands still.
    const state = await db
      .selectFrom('charging')
      .selectAll()
      .where('company', '=', company)
      .forUpdate()
      .executeTakeFirst()
    const tiers = await tiersOf(db, [payer])
    const days = daysIn(period, run.now, zone, tiers)
    const changed = (await changedAfter(run.query, Number(state?.generation ?? -1))).get(company)?.hours ?? []
    const isPending = pendingIn(changed, state?.anew_from ?? undefined)
    const settled = days.filter((day) => state !== undefined && !isPending(day))
    const charged = settled.length === 0 ? [] : await chargedLines(db, [company], settled[0]!.day, settled.at(-1)!.day)
    const own = new Set(settled.map(({ day }) => day))
    const pending = days.filter(({ day }) => !own.has(day)).map(({ day }) => day)
    const inDays = charged.filter(({ line }) => own.has(line.day))
    return {
      company,
      from: days[0]?.day ?? '',
      to: days.at(-1)?.day ?? '',
      pending,
      checks: [
        await checkRows(run, company, days),
        await checkCharges(run, company, { tiers, days: settled, pending, charged: inDays }),
        await checkPostings(db, company),
        await checkCharts(run, { tier: tiers[0]!, days: settled, charged: inDays }),
      ],
    }
  })
}

/** The local days that a period touches, up to today; whole months where a package or a step depends on them. */
function daysIn(period: { from: number; to: number }, now: number, zone: string, tiers: readonly Tier[]): Step[] {
  const today = dayAround(now, zone).to
  const to = Math.min(period.to, today)
  if (period.from >= to) return []
  const days = { from: dayAround(period.from, zone).from, to: dayAround(to - 1, zone).to }
  const months = monthsIn(days.from, days.to - 1, zone).filter((month) =>
    tiers.some(({ tariffs }) => segmentsOf(tariffs, month.from, month.to).some(({ prices }) => goByMonths(prices))),
  )
  const from = Math.min(days.from, ...months.map((month) => month.from))
  const until = Math.min(today, Math.max(days.to, ...months.map((month) => month.to)))
  return [...stepsOf({ from, to: until, zone }, 'day')]
}

const hour = 3_600_000

function pendingIn(changed: readonly number[], anewFrom: Date | undefined): (day: Step) => boolean {
  return ({ from, to }) =>
    (anewFrom !== undefined && to > anewFrom.getTime()) || changed.some((start) => start < to && start + hour > from)
}

/** Whose single rows are added up beside the roll-ups, and by what. */
const added: readonly { fact: FactName; keys: readonly KeyName[] }[] = [
  { fact: 'messages', keys: ['channel', 'status', 'currency'] },
  { fact: 'message_uses', keys: ['channel', 'status', 'currency', 'country', 'network'] },
  { fact: 'chat_messages', keys: ['author', 'messenger', 'currency'] },
  { fact: 'dialogues', keys: ['handler', 'messenger'] },
  { fact: 'calls', keys: ['direction', 'trunk', 'outcome', 'duration_class'] },
]

async function checkRows(
  { query, reading }: Pick<Run, 'query' | 'reading'>,
  company: number,
  steps: readonly Step[],
): Promise<Check> {
  const all: Compared[][] = []
  for (const { fact, keys } of steps.length === 0 ? [] : added) {
    const question = { fact: facts[fact], company, steps, keys: inOrder(fact, keys), filters: new Map() }
    const [rows, cells] = await reading(() =>
      Promise.all([ask(query, { ...question, isByRows: true as const }), ask(query, question)]),
    )
    all.push(compared(sumsBy(rows, fact), sumsBy(cells, fact)))
  }
  return checkOf('rows', all.flat())
}

function inOrder(fact: FactName, keys: readonly KeyName[]): KeyName[] {
  return (Object.keys(facts[fact].keys) as KeyName[]).filter((key) => keys.includes(key))
}

function sumsBy(cells: readonly Cell[], fact: FactName): Map<string, string> {
  return new Map(
    cells.map(({ step, codes, sums, price }) => [
      `${fact} ${step.day} ${Object.entries(codes)
        .map(([key, code]) => `${key}=${code}`)
        .join(' ')}`,
      `${Object.values(sums).join(' ')} ${decimalOf(price)}`,
    ]),
  )
}

type Sold = { tiers: readonly Tier[]; days: readonly Step[]; pending: readonly string[]; charged: readonly Charged[] }

async function checkCharges(
  run: Pick<Run, 'query' | 'reading'>,
  company: number,
  { tiers, days, pending, charged }: Sold,
): Promise<Check> {
  const all: Compared[] = []
  for (const tier of tiers) {
    // A month that is priced as a whole is compared when all of it is charged.
    const months = new Set(pending.map((day) => day.slice(0, 7)))
    const own = days.filter(
      ({ day, from, to }) =>
        !months.has(day.slice(0, 7)) || !segmentsOf(tier.tariffs, from, to).some(({ prices }) => goByMonths(prices)),
    )
    const names = new Set(own.map(({ day }) => day))
    const steps = cut(own, tier)
    const wanted = wantedOf(tier, steps, await usesIn(run, [company], steps))
    const found = charged
      .filter((one) => one.payer === tier.payer && one.seller === tier.seller && names.has(one.line.day))
      .map(({ line }) => line)
    const wrong = new Map(differences(wanted, found).map((line) => [placeOf(line), line]))
    for (const line of wanted) if (!wrong.has(placeOf(line))) all.push({ where: placeOf(line), wanted: '', found: '' })
    for (const [where, line] of wrong) {
      const before = found.find((one) => placeOf(one) === where)
      all.push({
        where: `${tier.payer} to ${tier.seller}: ${where}`,
        wanted: amountOf(before === undefined ? line : { ...line, ...sumOf(before, line) }),
        found: before === undefined ? 'not charged' : amountOf(before),
      })
    }
  }
  return checkOf('charges', all)
}

function sumOf(a: Line, b: Line): Pick<Line, 'events' | 'quantity' | 'amount'> {
  return { events: a.events + b.events, quantity: a.quantity + b.quantity, amount: a.amount + b.amount }
}

function placeOf({ day, service, kind, rate, unitPrice, currency }: Line): string {
  const price = unitPrice === undefined ? '' : ` at ${decimalOf(unitPrice)}`
  return `${day} ${kind === 'rate' ? rate : `${service} ${kind} ${rate}`.trim()}${price} ${currency}`.trim()
}

function amountOf({ events, quantity, amount }: Pick<Line, 'events' | 'quantity' | 'amount'>): string {
  return `${events} events, ${quantity} units, ${decimalOf(amount)}`
}

/** What the charges of each entry come to is what it took from the balance, and everything adds up to nothing. */
async function checkPostings(db: LedgerTransaction, company: number): Promise<Check> {
  const charges = await db
    .selectFrom('charges')
    .select(['entry', 'currency'])
    .select((select) => select.fn.sum<string>('amount').as('amount'))
    .where('used_by', '=', company)
    .where('entry', 'is not', null)
    .groupBy(['entry', 'currency'])
    .execute()
  const postings = await db
    .selectFrom('postings')
    .innerJoin('ledger_accounts', 'ledger_accounts.id', 'postings.account')
    .innerJoin('entries', 'entries.id', 'postings.entry')
    .select(['entry', 'postings.currency as currency', 'amount', 'ledger_accounts.kind as account'])
    .where('entries.kind', '=', 'charges')
    .where('entry', 'in', (select) =>
      select
        .selectFrom('charges')
        .select('entry')
        .where('used_by', '=', company)
        .where('entry', 'is not', null)
        .$castTo<{ entry: string }>(),
    )
    .execute()
  const wanted = new Map<string, string>()
  for (const { entry, currency, amount } of charges) {
    const sum = readDecimal(amount)!
    if (sum === 0n) continue
    wanted.set(`entry ${entry} balance ${currency}`, decimalOf(-sum))
    wanted.set(`entry ${entry} sales ${currency}`, decimalOf(sum))
  }
  const found = new Map(
    postings.map(({ entry, account, currency, amount }) => [
      `entry ${entry} ${account} ${currency}`,
      decimalOf(readDecimal(amount)!),
    ]),
  )
  return checkOf('postings', compared(wanted, found))
}

type Shown = { tier: Tier; days: readonly Step[]; charged: readonly Charged[] }

const charts = [
  { fact: 'messages', services: ['sms', 'viber', 'email', 'whatsapp', 'push'] },
  { fact: 'chat_messages', services: ['chat'] },
] as const

/** What charts show of prices by day is what was charged, before packages and volume steps. */
async function checkCharts(
  { query, reading }: Pick<Run, 'query' | 'reading'>,
  { tier, days, charged }: Shown,
): Promise<Check> {
  const own = charged.filter(({ payer, seller }) => payer === tier.payer && seller === tier.seller)
  const askPriced = pricedAsk(tier.tariffs, tier.currency)
  const all: Compared[][] = []
  for (const { fact, services } of days.length === 0 ? [] : charts) {
    const wanted = new Map<string, bigint>()
    for (const { line } of own) {
      if (!(services as readonly string[]).includes(line.service) || line.currency === '') continue
      if (line.kind === 'rate' || line.kind === 'told') add(wanted, `${fact} ${line.day} ${line.currency}`, line.amount)
    }
    const question = {
      fact: facts[fact],
      company: tier.usedBy,
      steps: spanOf(days),
      keys: ['currency'] as const,
      filters: new Map(),
    }
    const cells = await reading(() => askPriced(query, question))
    const found = new Map<string, bigint>()
    const dayNames = new Set(days.map(({ day }) => day))
    for (const { step, codes, price } of cells) {
      if (codes.currency !== 0 && dayNames.has(step.day))
        add(found, `${fact} ${step.day} ${decodeCurrency(Number(codes.currency))}`, price)
    }
    all.push(compared(told(wanted), told(found)))
  }
  return checkOf('charts', all.flat())
}

function add(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount)
}

function told(sums: ReadonlyMap<string, bigint>): Map<string, string> {
  return new Map([...sums].filter(([, sum]) => sum !== 0n).map(([key, sum]) => [key, decimalOf(sum)]))
}

/** All days from the first to the last: questions are about steps that meet. */
function spanOf(days: readonly Step[]): Step[] {
  return days.flatMap((day, at) => {
    const next = days[at + 1]
    return next === undefined || next.from === day.to ? [day] : [day, { ...day, day: '', from: day.to, to: next.from }]
  })
}
