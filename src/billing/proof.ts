/**
 * What is compared: single rows with what charts are made of, that with charges, charges with postings, and charts with charges; and
 * what invoices say with charges and postings, their files with what they say, and the balance with all of it.
 */
export const checks = ['rows', 'charges', 'postings', 'charts', 'invoices', 'files', 'balance'] as const
export type CheckName = (typeof checks)[number]

/** Where two things that must be one number are not. */
export type Difference = { where: string; wanted: string; found: string }

export type Check = { check: CheckName; compared: number; differences: Difference[]; more: number }

const shownMax = 100

/** What was compared, the same or not. */
export type Compared = { where: string; wanted: string; found: string }

/** What two sides tell of the same places. */
export function compared(wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): Compared[] {
  return [...new Set([...wanted.keys(), ...found.keys()])].map((where) => ({
    where,
    wanted: wanted.get(where) ?? 'nothing',
    found: found.get(where) ?? 'nothing',
  }))
}

export function checkOf(check: CheckName, all: readonly Compared[]): Check {
  const wrong = all.filter(({ wanted, found }) => wanted !== found)
  return {
    check,
    compared: all.length,
    differences: wrong.slice(0, shownMax),
    more: Math.max(0, wrong.length - shownMax),
  }
}
