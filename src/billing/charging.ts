import type { Query } from '../measures/ask.ts'
import { inZone } from '../measures/zone.ts'
import type { Ledger } from '../stores/ledger/open.ts'
import { againAndAgain } from './again-and-again.ts'
import { chargeCompanies } from './charge.ts'
import type { Run } from './charge.ts'
import { changedAfter, generationOf } from './charged-days.ts'
import type { Changed } from './charged-days.ts'

/** So many companies are charged together. */
const companiesAtOnce = 250

export type ChargingOptions = {
  ledger: Ledger
  query: Query
  reading: Run['reading']
  /** All that was told by then is counted; milliseconds since 1970. */
  countedUntil: () => number
  now: () => number
  everySeconds: number
  /** Told what could not be charged; it is tried again. */
  onTrouble: (company: number, error: Error) => void
}

/** Turns usage into charges, again and again. */
export type Charging = {
  /** Charges what was used until now; resolves when that is posted. */
  chargeNow: () => Promise<void>
  /** Until when the usage of a company is in its balance; undefined while nothing of it was charged. */
  chargedUntil: (company: number) => Promise<Date | undefined>
  /** Until when everything is charged, and the companies of which it is not; undefined while nothing was. */
  standing: () => { until: number; failed: ReadonlySet<number> } | undefined
  stop: () => Promise<void>
}

export function startCharging(options: ChargingOptions): Charging {
  const { ledger, query, now, everySeconds, onTrouble } = options
  let looked: { generation: number; until: number } | undefined
  let failed = new Set<number>()
  const repeated = againAndAgain(charge, { everySeconds, failed: (error) => onTrouble(0, error) })

  async function charge(): Promise<void> {
    const countedUntil = options.countedUntil()
    const generation = await generationOf(query)
    const known = await readKnown(ledger, now())
    const after = looked?.generation ?? Math.min(...known.map((one) => one.generation))
    const changed = generation > after || failed.size > 0 ? await changedAfter(query, lowest(after, known)) : none
    const run = { ...options, countedUntil, generation, now: now() }
    const failing = new Set<number>()
    const due = known.filter((company) => isDue(company, changed.get(company.number)))
    for (let first = 0; first < due.length && !repeated.isStopped(); first += companiesAtOnce) {
      const some = due.slice(first, first + companiesAtOnce)
      const hours = new Map(some.map(({ number }) => [number, changed.get(number)?.hours ?? []]))
      for (const number of await chargeApart(run, hours)) failing.add(number)
    }
    failed = failing
    looked = { generation, until: countedUntil }
  }

  /** Charges companies together; where that fails, each by itself. Gives those that could not be charged. */
  async function chargeApart(run: Run, hours: ReadonlyMap<number, readonly number[]>): Promise<number[]> {
    try {
      await chargeCompanies(run, hours)
      return []
    } catch (error) {
      if (hours.size === 1) {
        const [number] = hours.keys()
        onTrouble(number!, error as Error)
        return [number!]
      }
    }
    const failing: number[] = []
    for (const [number, own] of hours) failing.push(...(await chargeApart(run, new Map([[number, own]]))))
    return failing
  }

  /** Of companies that could not be charged, everything since they were is looked at again. */
  function lowest(after: number, known: readonly Known[]): number {
    const late = known.filter(({ number }) => failed.has(number))
    return Math.min(after, ...late.map(({ generation }) => generation))
  }

  void repeated.now()
  return {
    chargeNow: repeated.now,
    async chargedUntil(company) {
      const row = await ledger.asCompany(company, (db) =>
        db.selectFrom('charging').select('charged_until').where('company', '=', company).executeTakeFirst(),
      )
      const until = row?.charged_until ?? undefined
      if (until === undefined || looked === undefined || failed.has(company)) return until
      return new Date(Math.max(until.getTime(), looked.until))
    },
    standing: () => (looked === undefined ? undefined : { until: looked.until, failed }),
    stop: repeated.stop,
  }
}

type Known = { number: number; generation: number; isAnew: boolean }

const none: ReadonlyMap<number, Changed> = new Map()

/** A company's day and month begin by its own clock: a package is due even when nothing was used. */
function isDue({ generation, isAnew }: Known, changed: Changed | undefined): boolean {
  return generation < 0 || isAnew || (changed !== undefined && changed.generation > generation)
}

function isOtherMonth(chargedUntil: Date | null, at: number, zone: string): boolean {
  const monthOf = (instant: number) => inZone(instant, zone).slice(0, 7)
  return chargedUntil !== null && monthOf(chargedUntil.getTime()) !== monthOf(at)
}

async function readKnown(ledger: Ledger, at: number): Promise<Known[]> {
  return ledger.asPlatform(async (db) => {
    const rows = await db
      .selectFrom('companies')
      .leftJoin('charging', 'charging.company', 'companies.number')
      .select([
        'number',
        'companies.zone',
        'generation',
        'charging.zone as charged_zone',
        'companies.currency',
        'charging.currency as charged_currency',
        'anew_from',
        'charged_until',
      ])
      .orderBy('number')
      .execute()
    return rows.map((row) => ({
      number: row.number,
      generation: Number(row.generation ?? -1),
      isAnew:
        row.anew_from !== null ||
        row.charged_zone !== row.zone ||
        row.charged_currency !== row.currency ||
        isOtherMonth(row.charged_until, at, row.zone),
    }))
  })
}
