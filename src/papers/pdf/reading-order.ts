/**
 * Texts as they are drawn. Letters of Arabic are joined (`joined`, before a text is broken into lines), and of each line what is read from
 * right to left is turned (`visual`): Unicode's bidirectional algorithm for what names and addresses have, without its explicit marks,
 * which are left out everywhere, since they can make a paper say another thing than it says.
 */
const rightToLeft = /[\u{590}-\u{8FF}\u{FB1D}-\u{FDFF}\u{FE70}-\u{FEFC}]/u

/** A text in composed letters, without what cannot be seen; every kind of space and line end is as asked. */
export function cleaned(text: string): string {
  if (/^[\u{20}-\u{7E}\u{A0}-\u{17F}\u{400}-\u{45F}]*$/u.test(text) && !text.includes('\u{AD}')) return text
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u{2028}\u{2029}]/gu, '\n')
    .replace(/[^\n\P{Cc}]|[\u{2000}-\u{200A}\u{205F}\u{3000}\u{1680}]/gu, ' ')
    .replace(/\u{202F}/gu, '\u{A0}')
    .replace(/[\p{Cf}\u{FE00}-\u{FE0F}]/gu, '')
}

/** A text whose Arabic letters have the forms that they have beside each other. */
export function joined(text: string): string {
  if (!/[\u{620}-\u{6D5}]/u.test(text)) return text
  const letters = Array.from(text)
  const drawn: string[] = []
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at]!
    const forms = arabicForms.get(letter)
    if (forms === undefined) {
      drawn.push(letter)
      continue
    }
    const before = neighbour(letters, at, -1)
    const isJoinedBefore = before !== undefined && arabicForms.get(before)?.joinsAfter === true
    const alef = letter === 'ل' ? lamAlef.get(letters[at + 1] ?? '') : undefined
    if (alef !== undefined) {
      drawn.push(String.fromCodePoint(alef + (isJoinedBefore ? 1 : 0)))
      at += 1
      continue
    }
    const isJoinedAfter = forms.joinsAfter && arabicForms.has(neighbour(letters, at, 1) ?? '')
    drawn.push(formOf(forms, isJoinedBefore, isJoinedAfter) ?? letter)
  }
  return drawn.join('')
}

type Forms = { first: number; joinsAfter: boolean }

/** Of letters that join on both sides there are four forms in this order: alone, last, first, between. */
function formOf({ first, joinsAfter }: Forms, isJoinedBefore: boolean, isJoinedAfter: boolean): string | undefined {
  if (first === 0) return undefined
  const at = isJoinedBefore ? (isJoinedAfter ? 3 : 1) : isJoinedAfter ? 2 : 0
  return String.fromCodePoint(first + (joinsAfter ? at : at % 2))
}

/** The next letter on a side that is no mark above or below one. */
function neighbour(letters: readonly string[], at: number, step: -1 | 1): string | undefined {
  for (let place = at + step; ; place += step) {
    const letter = letters[place]
    if (letter === undefined || !/[\u{64B}-\u{652}\u{670}]/u.test(letter)) return letter
  }
}

/** Where the forms of each letter begin among Unicode's presentation forms, in the order of the block; `|` ends those that join after. */
const arabicForms: ReadonlyMap<string, Forms> = (() => {
  const forms = new Map<string, Forms>()
  let code = 0xfe_80
  for (const letter of 'ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي') {
    const joinsAfter = !'ءآأؤإاةدذرزوى'.includes(letter)
    if (letter === 'ء') forms.set(letter, { first: 0, joinsAfter: false })
    else forms.set(letter, { first: code, joinsAfter })
    code += letter === 'ء' ? 1 : joinsAfter ? 4 : 2
  }
  // Letters of Persian and Urdu; the stroke that joins.
  for (const [letter, first] of [
    ['پ', 0xfb_56],
    ['چ', 0xfb_7a],
    ['ک', 0xfb_8e],
    ['گ', 0xfb_92],
    ['ی', 0xfb_fc],
  ] as const)
    forms.set(letter, { first, joinsAfter: true })
  forms.set('ژ', { first: 0xfb_8a, joinsAfter: false })
  forms.set('ـ', { first: 0, joinsAfter: true })
  forms.delete('ء')
  return forms
})()

const lamAlef: ReadonlyMap<string, number> = new Map([
  ['آ', 0xfe_f5],
  ['أ', 0xfe_f7],
  ['إ', 0xfe_f9],
  ['ا', 0xfe_fb],
])

/** Whether a paragraph begins on the right: its first letter is of such a script. */
export function beginsOnTheRight(text: string): boolean {
  const first = /[\p{L}]/u.exec(text)
  return first !== null && rightToLeft.test(first[0])
}

/**
 * A line in the order in which it is drawn from left to right.
 * @param startsRight whether its paragraph begins on the right
 */
export function visual(line: string, startsRight: boolean): string {
  if (!rightToLeft.test(line)) return line
  const clusters = line.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []
  const kinds = clusters.map(kindOf)
  asNumbers(kinds)
  const base = startsRight ? 1 : 0
  const levels = levelsOf(kinds, base)
  const drawn = [...clusters.keys()]
  for (let level = Math.max(...levels); level >= 1; level -= 1)
    for (let at = 0; at < drawn.length; at += 1) {
      let end = at
      while (end < drawn.length && levels[drawn[end]!]! >= level) end += 1
      if (end > at + 1) drawn.splice(at, end - at, ...drawn.slice(at, end).toReversed())
      at = Math.max(at, end)
    }
  return drawn
    .map((at) => (levels[at]! % 2 === 1 ? (mirrored.get(clusters[at]!) ?? clusters[at]!) : clusters[at]!))
    .join('')
}

type Kind = 'left' | 'right' | 'number' | 'joiner' | 'neutral'

function kindOf(cluster: string): Kind {
  if (/^[\d\u{660}-\u{669}\u{6F0}-\u{6F9}]/u.test(cluster)) return 'number'
  if (rightToLeft.test(cluster)) return 'right'
  if (/^\p{L}/u.test(cluster)) return 'left'
  return /^[.,:/+\-−%€$£₪]/u.test(cluster) ? 'joiner' : 'neutral'
}

/** Signs between digits belong to the number; numbers after letters of the left are read with them. */
function asNumbers(kinds: Kind[]): void {
  let strong: Kind = 'neutral'
  for (const [at, kind] of kinds.entries()) {
    if (kind === 'joiner') kinds[at] = kinds[at - 1] === 'number' && kinds[at + 1] === 'number' ? 'number' : 'neutral'
    if (kind === 'left' || kind === 'right') strong = kind
    if (kinds[at] === 'number' && strong === 'left') kinds[at] = 'left'
  }
}

/** What is neutral goes with both its neighbours where they agree (numbers count as the right), else with the paragraph. */
function levelsOf(kinds: readonly Kind[], base: 0 | 1): number[] {
  const sideOf = (kind: Kind | undefined) => (kind === undefined ? base : kind === 'left' ? 0 : 1)
  return kinds.map((kind, at) => {
    if (kind === 'number') return 2
    if (kind === 'left') return base === 1 ? 2 : 0
    if (kind === 'right') return 1
    const before = sideOf(kinds.slice(0, at).findLast(isStrong))
    const after = sideOf(kinds.slice(at + 1).find(isStrong))
    const side = before === after ? before : base
    return side === 1 ? 1 : base === 1 ? 2 : 0
  })
}

function isStrong(kind: Kind): boolean {
  return kind !== 'neutral'
}

const mirrored: ReadonlyMap<string, string> = new Map(
  ['()', '[]', '{}', '<>', '«»', '‹›'].flatMap(([left = '', right = '']) => [
    [left, right],
    [right, left],
  ]),
)
