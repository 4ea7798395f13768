import type { Query } from '../measures/ask.ts'
import type { Step } from '../measures/period.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { usedHours } from './charged-days.ts'
import { chargedLines, postCharges } from './charges.ts'
import { daysToCharge } from './days-to-charge.ts'
import { differences, goByMonths, linesOf } from './lines.ts'
import type { PricedStep } from './lines.ts'
import { segmentsOf } from './tariff.ts'
import type { Tariffs } from './tariff.ts'
import { tariffsOf } from './tariff-store.ts'
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

/** Who pays whom for what a company uses. */
export type Tier = { payer: number; seller: number; currency: string; tariffs: Tariffs }

/** So many days are priced at once. */
const daysAtOnce = 62

/**
 * Brings the charges of a company to what it used and what that costs now, by corrections where something was charged before.
 * One company is charged by one run at a time. Everything is posted, or nothing.
 * @param hours in which something changed since the last run; starts in milliseconds since 1970
 */
export async function chargeCompany(run: Run, company: number, hours: readonly number[]): Promise<void> {
  await run.ledger.asPlatform(async (db) => {
    const state = await begin(db, company)
    if (state === undefined) return
    const tiers = await tiersOf(db, company)
    const used = state.isAll || state.anewFrom !== undefined ? await usedHours(run.query, company) : []
    const days = daysToCharge({ ...state, changed: hours, used, now: run.now }, (from, to) =>
      tiers.some(({ tariffs }) => segmentsOf(tariffs, from, to).some(({ prices }) => goByMonths(prices))),
    )
    for (let at = 0; at < days.length; at += daysAtOnce) {
      await chargeDays(run, db, { company, tiers, days: days.slice(at, at + daysAtOnce), ...state })
    }
    await db
      .updateTable('charging')
      .set({
        generation: String(run.generation),
        zone: state.zone,
        charged_until: new Date(run.countedUntil),
        anew_from: null,
      })
      .where('company', '=', company)
      .execute()
  })
}

/** Takes the company's turn; undefined where there is no such company. */
async function begin(db: LedgerTransaction, company: number) {
  const found = await db
    .selectFrom('companies')
    .select(['zone', 'created_at'])
    .where('number', '=', company)
    .executeTakeFirst()
  if (found === undefined) return undefined
  const { zone } = found
  await db
    .insertInto('charging')
    .values({ company, generation: '-1', zone, charged_until: null, anew_from: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db
    .selectFrom('charging')
    .selectAll()
    .where('company', '=', company)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const isFirst = Number(row.generation) < 0
  return {
    zone,
    isAll: isFirst || row.zone !== zone,
    anewFrom: row.anew_from?.getTime(),
    chargedUntil: row.charged_until?.getTime() ?? 0,
  }
}

async function tiersOf(db: LedgerTransaction, company: number): Promise<Tier[]> {
  const { parent, currency } = await db
    .selectFrom('companies')
    .select(['parent', 'currency'])
    .where('number', '=', company)
    .executeTakeFirstOrThrow()
  const seller = parent ?? 0
  const own = { payer: company, seller, currency, tariffs: await tariffsOf(db, { seller, buyer: company, currency }) }
  if (parent === null) return [own]
  const { currency: above } = await db
    .selectFrom('companies')
    .select('currency')
    .where('number', '=', parent)
    .executeTakeFirstOrThrow()
  const bought = await tariffsOf(db, { seller: 0, buyer: parent, currency: above })
  return [own, { payer: parent, seller: 0, currency: above, tariffs: bought }]
}

type Piece = { company: number; tiers: readonly Tier[]; days: readonly Step[]; chargedUntil: number }

async function chargeDays(
  run: Run,
  db: LedgerTransaction,
  { company, tiers, days, chargedUntil }: Piece,
): Promise<void> {
  const charged = await chargedLines(db, company, days[0]!.day, days.at(-1)!.day)
  const dayByName = new Map(days.map((step) => [step.day, step]))
  for (const { payer, seller, currency, tariffs } of tiers) {
    const steps = days.flatMap((day) => pricedStepsOf(day, tariffs))
    const uses = await usesIn(
      run,
      company,
      steps.map(({ step }) => step),
    )
    const before = charged.filter((one) => one.payer === payer && one.seller === seller && dayByName.has(one.line.day))
    const due = differences(
      linesOf(uses, { steps, currency }),
      before.map(({ line }) => line),
    )
    const isClosed = (day: string) => dayByName.get(day)!.to <= chargedUntil
    await postCharges(db, { payer, seller, usedBy: company, at: new Date(run.now), isClosed }, due)
  }
}

function pricedStepsOf(day: Step, tariffs: Tariffs): PricedStep[] {
  return segmentsOf(tariffs, day.from, day.to).map(({ from, to, prices }) => ({ step: { ...day, from, to }, prices }))
}

/** Questions are about steps that meet: days that do not are asked about apart. */
async function usesIn({ query, reading }: Run, company: number, steps: readonly Step[]): Promise<StepUse[]> {
  const stretches: Step[][] = []
  for (const step of steps) {
    const last = stretches.at(-1)
    if (last !== undefined && last.at(-1)!.to === step.from) last.push(step)
    else stretches.push([step])
  }
  const uses: StepUse[] = []
  for (const stretch of stretches) uses.push(...(await reading(() => usesOf(query, company, stretch))))
  return uses
}
