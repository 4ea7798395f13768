import { shortcutGroups, shortcutName } from './shortcuts.ts'

/** How long the second key of two may be waited for. */
const pairMilliseconds = 1500

const nameByKeys: ReadonlyMap<string, string> = new Map(
  shortcutGroups.flatMap(({ shortcuts }) => shortcuts.map((one) => [one.keys.join(' '), shortcutName(one)] as const)),
)
const firsts = new Set([...nameByKeys.keys()].flatMap((keys) => (keys.includes(' ') ? [keys.split(' ')[0]!] : [])))

type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'timeStamp'
>

/** Reads presses one after the other: the name of a shortcut when its last key is pressed. */
export function createReader(): (press: Press) => string | undefined {
  let first: { key: string; at: number } | undefined
  return (press) => {
    const key = keyOf(press)
    if (key === undefined) return undefined
    const before = first
    first = undefined
    if (before !== undefined && press.timeStamp - before.at < pairMilliseconds) {
      const pair = nameByKeys.get(`${before.key} ${key}`)
      if (pair !== undefined) return pair
    }
    if (firsts.has(key)) first = { key, at: press.timeStamp }
    return nameByKeys.get(key)
  }
}

/** The key by what is written on it in Latin letters: on a Russian keyboard the key of D types another letter. */
function keyOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, repeat }: Press): string | undefined {
  if (ctrlKey || metaKey || altKey || repeat || key.length !== 1) return undefined
  const latin = key.codePointAt(0)! < 128 ? key : latinOf(code)
  if (latin === undefined || !/[a-z]/i.test(latin)) return latin
  return shiftKey ? undefined : latin.toLowerCase()
}

const brackets: Readonly<Record<string, string>> = { BracketLeft: '[', BracketRight: ']' }

function latinOf(code: string): string | undefined {
  return /^Key([A-Z])$/.exec(code)?.[1] ?? brackets[code]
}
