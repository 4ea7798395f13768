import { dateOf } from './clock.ts'
import type { Clock } from './clock.ts'
import { between, chanceAt, logNormal, randomOf, wholeBetween } from './random.ts'
import type { Random } from './random.ts'
import type { Named } from './simulated-event.ts'

export type ChatLanguage = 'en' | 'ru'

/** When an operator works. */
type Pattern = {
  /** The minute of the local day at which the shift begins. */
  startMinute: number
  lengthMinutes: number
  /** Whether there is a shift on a local day (0 is a Sunday). */
  works: (day: number, weekday: number) => boolean
}

export type Operator = { operator: Named; group: Named; languages: readonly ChatLanguage[]; pattern: Pattern }

export const groups = {
  support: { id: 'support', name: 'Customer support' },
  russian: { id: 'support-ru', name: 'Русская линия' },
  sales: { id: 'sales', name: 'Sales' },
  night: { id: 'night', name: 'Night shift' },
} as const satisfies Record<string, Named>

const isWorkday = (_: number, weekday: number) => weekday >= 1 && weekday <= 5
const early: Pattern = { startMinute: 8 * 60, lengthMinutes: 510, works: isWorkday }
const late: Pattern = { startMinute: 12 * 60 + 30, lengthMinutes: 510, works: isWorkday }
const weekend: Pattern = {
  startMinute: 9 * 60,
  lengthMinutes: 720,
  works: (_, weekday) => weekday === 0 || weekday === 6 || weekday === 1,
}
/** Two nights of three, so that two of three are there every night. */
const nights = (turn: number): Pattern => ({
  startMinute: 21 * 60,
  lengthMinutes: 600,
  works: (day) => (day + turn) % 3 !== 0,
})

const both = ['en', 'ru'] as const
export const operators: readonly Operator[] = [
  operator(101, 'Anna Becker', groups.support, ['en'], early),
  operator(102, 'James Holt', groups.support, ['en'], early),
  operator(103, 'Chloé Martin', groups.support, ['en'], late),
  operator(104, 'Daniel Novák', groups.support, ['en'], late),
  operator(105, 'Georgi Dimitrov', groups.support, both, early),
  operator(106, 'Hannah Lind', groups.support, ['en'], weekend),
  operator(107, 'Julia Stein', groups.support, ['en'], late),
  operator(201, 'Айгуль Сапарова', groups.russian, ['ru'], early),
  operator(202, 'Борис Ковалёв', groups.russian, ['ru'], late),
  operator(203, 'Марина Лебедева', groups.russian, ['ru'], early),
  operator(204, 'Тимур Ахметов', groups.russian, both, weekend),
  operator(205, 'Елена Орлова', groups.russian, ['ru'], late),
  operator(301, 'Leon Fischer', groups.sales, ['en'], early),
  operator(302, 'Sofia Petrova', groups.sales, both, late),
  operator(303, 'Kemal Aydın', groups.sales, ['en'], early),
  operator(401, 'Ivan Petrov', groups.night, both, nights(0)),
  operator(402, 'Fatima Nour', groups.night, both, nights(1)),
  operator(403, 'Олег Сидоров', groups.night, both, nights(2)),
]

function operator(
  number: number,
  name: string,
  group: Named,
  languages: readonly ChatLanguage[],
  pattern: Pattern,
): Operator {
  return { operator: { id: `op-${number}`, name }, group, languages, pattern }
}

/** A shift as it really was; milliseconds, `[from, to)`. */
export type Shift = Operator & { number: number; day: number; from: number; to: number; pauses: readonly Pause[] }
export type Pause = { from: number; to: number }

/** Who works when: a function of the company alone, however much it has to do. */
export type Staff = {
  /** The shifts of a local day, in the order in which they begin. */
  shiftsOf: (day: number) => readonly Shift[]
  /** Shifts that may be going on at an instant, or begin within a day of it. */
  around: (instant: number) => readonly Shift[]
}

const minute = 60_000
const absentShare = 0.05
/** A week away, of 26. */
const holidayShare = 1 / 26
const daysKept = 64

export function staffOf(seed: number, clock: Clock): Staff {
  const days = new Map<number, readonly Shift[]>()

  function shiftsOf(day: number): readonly Shift[] {
    const known = days.get(day)
    if (known !== undefined) return known
    if (days.size >= daysKept) days.clear()
    const { weekday } = dateOf(day)
    const made = operators
      .flatMap((one, number) =>
        one.pattern.works(day, weekday) && !isAway(seed, day, number) ? [shiftOf(seed, clock, day, one, number)] : [],
      )
      .toSorted((a, b) => a.from - b.from)
    days.set(day, made)
    return made
  }

  return {
    shiftsOf,
    around(instant) {
      const { day } = clock(instant)
      return [...shiftsOf(day - 1), ...shiftsOf(day), ...shiftsOf(day + 1)]
    },
  }
}

/** Whether somebody is there at an instant and not at a pause. */
export function isOnline({ from, to, pauses }: Shift, instant: number): boolean {
  return instant >= from && instant < to && !pauses.some((pause) => instant >= pause.from && instant < pause.to)
}

function isAway(seed: number, day: number, number: number): boolean {
  const week = Math.floor((day + 3) / 7)
  return (
    chanceAt(seed ^ 0x686f6c69, week * 1000 + number) < holidayShare ||
    chanceAt(seed ^ 0x7369636b, day * 1000 + number) < absentShare
  )
}

function shiftOf(seed: number, clock: Clock, day: number, one: Operator, number: number): Shift {
  const random = randomOf(seed ^ 0x73686966, day, number)
  const { startMinute, lengthMinutes } = one.pattern
  // Nobody is there at the very minute; some stay on.
  const from = instantAt(clock, day, startMinute) + Math.round(between(random, -9, 6) * minute)
  const to = from + Math.round((lengthMinutes + logNormal(random, 5, 0.9)) * minute)
  return { ...one, number, day, from, to, pauses: pausesIn(random, from, to) }
}

/** A meal in the middle, and a few short ones. */
function pausesIn(random: Random, from: number, to: number): Pause[] {
  const meal = pauseAt((from + to) / 2 + between(random, -40, 40) * minute, between(random, 25, 48))
  const half = [
    [from + 35 * minute, meal.from - 20 * minute],
    [meal.to + 20 * minute, to - 35 * minute],
  ] as const
  const short = half.flatMap(([low, high]) => {
    const many = wholeBetween(random, 0, 2)
    const width = (high - low) / Math.max(many, 1)
    return Array.from({ length: many }, (_, at) =>
      pauseAt(low + width * (at + random() * 0.5), Math.min(logNormal(random, 7, 0.5), 25, (width / minute) * 0.4)),
    )
  })
  return [meal, ...short].toSorted((a, b) => a.from - b.from)
}

function pauseAt(from: number, minutes: number): Pause {
  return { from: Math.round(from), to: Math.round(from + minutes * minute) }
}

/** The instant at which the clock shows a minute of a local day, or shortly after where it leaves that out. */
function instantAt(clock: Clock, day: number, minuteOfDay: number): number {
  const shown = (day * 1440 + minuteOfDay) * minute
  let instant = shown
  for (let round = 0; round < 2; round++) {
    const local = clock(instant)
    instant += shown - (local.day * 1440 + local.minute) * minute
  }
  return instant
}
