import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Passwords from breaches: some 50,000 (the list of zxcvbn), and the words of Russian ones. Read when first asked. */
let known: ReadonlySet<string> | undefined

/** Those that lists of Russian breaches begin with; what stands for them on a Latin keyboard is known with them. */
const russian =
  'пароль привет любовь солнышко наташа марина максим андрей александр алексей дмитрий сергей никита екатерина светлана ' +
  'татьяна анастасия кристина виктория настя юлия ольга елена ирина анна мама папа семья котенок кошка собака зайка ' +
  'рыбка малыш красотка счастье россия москва спартак зенит динамо цска футбол машина работа компьютер интернет весна ' +
  'лето осень зима космос дружба победа админ администратор пользователь секрет доступ логин вход директор бухгалтер ' +
  'менеджер оператор компания йцукен йцукенг йцукенгш йцукенгшщз йцукенгшщзхъ фывапр фывапролджэ ячсмить'

/** Phrases that everybody knows as an example of a good password. */
const famous = ['correcthorsebatterystaple']

const keysOfCyrillic = 'йцукенгшщзхъфывапролджэячсмитьбю'
const keysOfLatin = "qwertyuiop[]asdfghjkl;'zxcvbnm,."

/** How much may stand beside known words before it counts for something: a year and some signs. */
const decorationMax = 6
const shortestWord = 4
const shortestOwnWord = 3
const longestWord = 40

/**
 * Whether a password is of the kind that attackers try first: from a list, at most two words of it with a year or signs, the
 * same with words that anybody knows of its owner, keys that follow one another.
 * @param own words that anybody knows of the owner
 */
export function isGuessable(password: string, own: readonly string[]): boolean {
  known ??= readList()
  const lower = password.normalize('NFKC').toLowerCase()
  if (known.has(lower) || isRun(lower)) return true
  const letters = lower.replaceAll(/[^\p{L}]/gu, '')
  const beside = lower.replaceAll(/[\p{L}\s_.-]/gu, '').length
  if (letters === '' || beside > decorationMax) return false
  const ownWords = wordsOf(own)
  return [letters, onLatinKeys(letters)].some((typed) => wordsNeeded(once(typed), known!, ownWords) <= 2)
}

/** How many words of the list make these letters up; own ones count for nothing. Infinity when other letters are left. */
function wordsNeeded(letters: string, list: ReadonlySet<string>, own: ReadonlySet<string>): number {
  const needed = Array.from<number>({ length: letters.length + 1 }).fill(Infinity)
  needed[0] = 0
  for (let start = 0; start < letters.length; start++) {
    if (needed[start] === Infinity) continue
    const longest = Math.min(letters.length, start + longestWord)
    for (let end = start + shortestOwnWord; end <= longest; end++) {
      const word = letters.slice(start, end)
      const cost = own.has(word) ? 0 : word.length >= shortestWord && list.has(word) ? 1 : Infinity
      needed[end] = Math.min(needed[end]!, needed[start]! + cost)
    }
  }
  return needed.at(-1)!
}

/** A word that is only repeated counts once. */
function once(letters: string): string {
  for (let length = shortestWord; length <= Math.min(longestWord, letters.length / 2); length++) {
    const word = letters.slice(0, length)
    if (letters.length % length === 0 && word.repeat(letters.length / length) === letters) return word
  }
  return letters
}

/** Whether digits follow one another by at most two steps, as in 12345…, 1122…, 121212…, 987…. */
function isRun(text: string): boolean {
  const digits = text.replaceAll(/[\s_.-]/g, '')
  if (!/^\d+$/.test(digits)) return false
  const steps = Array.from(digits.slice(1), (digit, at) => (Number(digit) - Number(digits[at]) + 10) % 10)
  return new Set(steps).size <= 2
}

/** The words of names and addresses, each by itself and all of a name together. */
function wordsOf(own: readonly string[]): ReadonlySet<string> {
  const texts = [...own, 'talkmeter'].map((text) => text.normalize('NFKC').toLowerCase())
  const words = texts.flatMap((text) => [text, ...text.split(/[^\p{L}]+/u)])
  return new Set(
    words.map((word) => word.replaceAll(/[^\p{L}]/gu, '')).filter((word) => word.length >= shortestOwnWord),
  )
}

function readList(): ReadonlySet<string> {
  const address = import.meta.resolve('@zxcvbn-ts/language-common/src/passwords.json')
  const words = JSON.parse(readFileSync(fileURLToPath(address), 'utf8')) as string[]
  const cyrillic = russian.split(' ')
  return new Set([...words, ...famous, ...cyrillic, ...cyrillic.map(onLatinKeys)])
}

/** The word as it comes out where the keyboard stands on Latin; signs are no letters there, and are left out. */
function onLatinKeys(word: string): string {
  return Array.from(word, (letter) => keysOfLatin[keysOfCyrillic.indexOf(letter)] ?? letter)
    .join('')
    .replaceAll(/[^a-z]/g, '')
}
