/** Account numbers in what payers write, who write them with other signs between their parts, or with none. */

type Found<Numbered> = { numbered: Numbered; from: number; to: number }

type Part = { word: string; isDigits: boolean; start: number; end: number }

const partsMax = 10
const windowsMax = 600

/** What tells numbers apart: letters and digits, whatever stands between them, and whether a letter is Cyrillic or looks like one. */
export function plainNumber(text: string): string {
  return partsOf(text)
    .map(({ word }) => word)
    .join('')
}

/** The digits of everything in a text that could be a number, to look for. */
export function digitsIn(text: string): Set<string> {
  const found = new Set<string>()
  eachWindow(partsOf(text), (parts) => {
    const digits = parts
      .filter(({ isDigits }) => isDigits)
      .map(({ word }) => word)
      .join('')
    if (digits !== '' && digits.length <= 30) found.add(digits)
  })
  return found
}

/**
 * The numbers that a text names: whole ones, never parts of a longer one.
 * @param known by their plain form
 */
export function numbersIn<Numbered>(text: string, known: ReadonlyMap<string, Numbered>): Numbered[] {
  const normal = normalOf(text)
  const all = partsOf(text)
  const found: Found<Numbered>[] = []
  eachWindow(all, (parts, from, to) => {
    const numbered = known.get(parts.map(({ word }) => word).join(''))
    if (numbered === undefined) return
    if (isPartOfMore(normal, all, from, to)) return
    found.push({ numbered, from, to })
  })
  const longest = found.filter(
    (one) => !found.some(({ from, to }) => from <= one.from && to >= one.to && to - from > one.to - one.from),
  )
  return [...new Set(longest.map(({ numbered }) => numbered))]
}

/** Whether a dash joins what was found to a further number before or behind it: then it is a part of a longer one. */
function isPartOfMore(text: string, all: readonly Part[], from: number, to: number): boolean {
  const isJoined = (before: Part | undefined, after: Part | undefined) =>
    before !== undefined && after !== undefined && /^[-_‐‑–]$/.test(text.slice(before.end, after.start))
  const [before, after] = [all[from - 1], all[to]]
  return (
    (before?.isDigits === true && isJoined(before, all[from])) ||
    (after?.isDigits === true && isJoined(all[to - 1], after))
  )
}

function eachWindow(parts: readonly Part[], take: (window: readonly Part[], from: number, to: number) => void): void {
  let windows = 0
  for (let from = 0; from < parts.length; from++) {
    for (let to = from + 1; to <= Math.min(parts.length, from + partsMax); to++) {
      if (++windows > windowsMax) return
      take(parts.slice(from, to), from, to)
    }
  }
}

function partsOf(text: string): Part[] {
  return [...normalOf(text).matchAll(/(\p{L}+)|\d+/gu)].map((match) => ({
    word: match[0],
    isDigits: match[1] === undefined,
    start: match.index,
    end: match.index + match[0].length,
  }))
}

const lookalikes: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
  І: 'I',
  Ё: 'E',
}

function normalOf(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[АВЕКМНОРСТУХІЁ]/g, (letter) => lookalikes[letter]!)
}
