import type { Query } from '../measures/ask.ts'
import type { Step } from '../measures/period.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { usedHours } from './charged-days.ts'
import { chargedDays, chargedLines, postCharges } from './charges.ts'
import type { Due } from './charges.ts'
import { daysToCharge } from './days-to-charge.ts'
import { differences, goByMonths, linesOf } from './lines.ts'
import type { Line, PricedStep } from './lines.ts'
import { segmentsOf } from './tariff.ts'
import { tiersOf } from './tiers.ts'
import type { Payer, Tier } from './tiers.ts'
import { takeTurns } from './turns.ts'
import { usesOf } from './usage.ts'
import type { StepUse } from './usage.ts'

/** What a run of charging knows when it begins. */
export type Run = {
  ledger: Ledger
  query: Query
  /** Lets questions that belong together be asked while nothing changes. */
  reading: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** All that is counted by then is in the facts; milliseconds since 1970. */
  countedUntil: number
  generation: number
  now: number
}

/** So many days are priced at once, and so many pieces of days are read at once: calls are read one by one. */
const daysAtOnce = 62
const stepsAtOnce = 8

/**
 * Brings the charges of companies to what they used and what that costs now, by corrections where something was charged before.
 * A company is charged by one run at a time. Everything is posted, or nothing.
 * @param changed by company, the hours in which something changed since the last run; starts in milliseconds since 1970
 */
export async function chargeCompanies(run: Run, changed: ReadonlyMap<number, readonly number[]>): Promise<void> {
  await run.ledger.asPlatform(async (db) => {
    const begun = await begin(db, [...changed.keys()])
    const tiers = await tiersOf(db, begun)
    const tiersBy = Map.groupBy(tiers, ({ usedBy }) => usedBy)
    const jobs: Job[] = []
    for (const one of begun) {
      const own = tiersBy.get(one.number)!
      const days = await daysOf(run, db, one, own, changed.get(one.number)!)
      for (const piece of piecesOf(days)) {
        jobs.push(
          ...own.map((tier) => ({ tier, days: piece, steps: cut(piece, tier), chargedUntil: one.chargedUntil })),
        )
      }
    }
    await charge(run, db, jobs)
    await end(run, db, begun)
  })
}

type Begun = Payer & {
  zone: string
  /** Whether all of its usage is charged anew, or that from an instant on. */
  isAll: boolean
  anewFrom: number | undefined
  createdAt: number
  /** 0 while nothing was charged. */
  chargedUntil: number
}

/** Takes the turns of those companies that there are. */
async function begin(db: LedgerTransaction, numbers: readonly number[]): Promise<Begun[]> {
  const companies = await db
    .selectFrom('companies')
    .select(['number', 'parent', 'currency', 'zone', 'created_at'])
    .where('number', 'in', numbers)
    .orderBy('number')
    .execute()
  const states = await takeTurns(db, companies)
  return companies.map((company) => {
    const { generation, zone, currency, anew_from, charged_until } = states.get(company.number)!
    return {
      ...company,
      createdAt: company.created_at.getTime(),
      isAll: Number(generation) < 0 || zone !== company.zone || currency !== company.currency,
      anewFrom: anew_from?.getTime(),
      chargedUntil: charged_until?.getTime() ?? 0,
    }
  })
}

/** Some days at once, no month parted: what a package or a step changes depends on all of it. */
function piecesOf(days: readonly Step[]): Step[][] {
  const pieces: Step[][] = []
  for (const month of Map.groupBy(days, ({ day }) => day.slice(0, 7)).values()) {
    const last = pieces.at(-1)
    if (last !== undefined && last.length + month.length <= daysAtOnce) last.push(...month)
    else pieces.push(month)
  }
  return pieces
}

async function daysOf(
  { query, now }: Run,
  db: LedgerTransaction,
  { number, ...state }: Begun,
  tiers: readonly Tier[],
  changed: readonly number[],
): Promise<Step[]> {
  const isAnew = state.isAll || state.anewFrom !== undefined
  const used = isAnew ? await usedHours(query, number) : []
  const charged = isAnew ? await chargedDays(db, number) : []
  return daysToCharge({ ...state, changed, used, charged, now }, (from, to) =>
    tiers.some(({ tariffs }) => segmentsOf(tariffs, from, to).some(({ prices }) => goByMonths(prices))),
  )
}

async function end(
  { generation, countedUntil }: Run,
  db: LedgerTransaction,
  companies: readonly Begun[],
): Promise<void> {
  for (const own of Map.groupBy(companies, (company) => `${company.zone} ${company.currency}`).values()) {
    const { zone, currency } = own[0]!
    await db
      .updateTable('charging')
      .set({ generation: String(generation), zone, currency, charged_until: new Date(countedUntil), anew_from: null })
      .where(
        'company',
        'in',
        own.map(({ number }) => number),
      )
      .execute()
  }
}

/** What one company has to pay another for some days, and these cut where prices change. */
type Job = { tier: Tier; days: readonly Step[]; steps: readonly PricedStep[]; chargedUntil: number }

async function charge(run: Run, db: LedgerTransaction, jobs: readonly Job[]): Promise<void> {
  const dues: Due[] = []
  // Companies whose days are cut alike are asked about together.
  const alike = Map.groupBy(jobs, ({ steps }) => steps.map(({ step }) => `${step.from}-${step.to}`).join())
  for (const some of alike.values()) {
    const [{ steps: asked, days: all }] = some as [Job]
    const companies = [...new Set(some.map(({ tier }) => tier.usedBy))]
    const usesBy = Map.groupBy(await usesIn(run, companies, asked), ({ company }) => company)
    const charged = Map.groupBy(await chargedLines(db, companies, all[0]!.day, all.at(-1)!.day), nameOfTier)
    for (const { tier, days, steps, chargedUntil } of some) {
      const dayByName = new Map(days.map((step) => [step.day, step]))
      const before = (charged.get(nameOfTier(tier)) ?? []).map(({ line }) => line)
      const lines = differences(
        wantedOf(tier, steps, usesBy.get(tier.usedBy) ?? []),
        before.filter(({ day }) => dayByName.has(day)),
      )
      const isClosed = (day: string) => dayByName.get(day)!.to <= chargedUntil
      dues.push({ payer: tier.payer, seller: tier.seller, usedBy: tier.usedBy, lines, isClosed })
    }
  }
  await postCharges(db, dues, new Date(run.now))
}

function nameOfTier({ payer, seller, usedBy }: Pick<Tier, 'payer' | 'seller' | 'usedBy'>): string {
  return `${payer} ${seller} ${usedBy}`
}

/** What companies used in days that are cut where prices change. */
export async function usesIn(
  { query, reading }: Pick<Run, 'query' | 'reading'>,
  companies: readonly number[],
  steps: readonly PricedStep[],
): Promise<StepUse[]> {
  const uses: StepUse[][] = []
  for (const stretch of stretchesOf(steps)) {
    for (let at = 0; at < stretch.length; at += stepsAtOnce) {
      const some = stretch.slice(at, at + stepsAtOnce)
      uses.push(await reading(() => usesOf(query, companies, some)))
    }
  }
  return uses.flat()
}

/** The lines of a tier, from uses that were asked about by steps which begin when its own do. */
export function wantedOf({ currency, since }: Tier, steps: readonly PricedStep[], uses: readonly StepUse[]): Line[] {
  const byStart = new Map(steps.map(({ step }) => [step.from, step]))
  const own = uses.map((one) => ({ ...one, step: byStart.get(one.step.from)! }))
  return linesOf(own, { steps, currency, since })
}

/** Days, cut where the prices of a tier change. */
export function cut(days: readonly Step[], { tariffs }: Pick<Tier, 'tariffs'>): PricedStep[] {
  return days.flatMap((day) =>
    segmentsOf(tariffs, day.from, day.to).map(({ from, to, prices }) => ({ step: { ...day, from, to }, prices })),
  )
}

/** Questions are about steps that meet: days that do not are asked about apart. */
function stretchesOf(steps: readonly PricedStep[]): Step[][] {
  const stretches: Step[][] = []
  for (const { step } of steps) {
    const last = stretches.at(-1)
    if (last !== undefined && last.at(-1)!.to === step.from) last.push(step)
    else stretches.push([step])
  }
  return stretches
}
