import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { asvsItems, itemsOf } from './asvs.ts'

/** docs/security.md says of every item of OWASP ASVS 5.0.0, levels 1 and 2, how it is met, and tells nothing that is not so. */

const clone = resolve(import.meta.dirname, '..')
const page = readFileSync(join(clone, 'docs/security.md'), 'utf8')
const [, list = ''] = page.split('\n## OWASP ASVS 5.0\n')

/** The rows of the tables: an item, what is done, and what shows it. */
const rows = [...list.matchAll(/^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \|$/gm)].map(([, item, does, shownBy]) => ({
  item: item!,
  does: does!,
  shownBy: shownBy!,
}))

/** The numbers of a list such as "- 4.3, 4.4: no GraphQL". */
function listed(title: string): string[] {
  const [, after = ''] = list.split(`### ${title}\n`)
  const [part = ''] = after.split('\n#')
  return [...part.matchAll(/^- ([\d., ]+): \S/gm)].flatMap(([, numbers]) => numbers!.split(', '))
}

test('every item of levels 1 and 2 is there exactly once', () => {
  expect(asvsItems).toHaveLength(253)
  const numbers = [...rows.map(({ item }) => item), ...listed('Does not apply'), ...listed('Not met yet')]
  expect(numbers.filter((number) => itemsOf(number).length === 0)).toEqual([])
  const found = numbers.flatMap(itemsOf)
  expect(found.filter((item, at) => found.indexOf(item) !== at)).toEqual([])
  expect(asvsItems.filter((item) => !found.includes(item))).toEqual([])
  expect(rows.length).toBeGreaterThan(180)
  expect(listed('Not met yet').length).toBeGreaterThan(0)
})

test('a row says in words what is done, in its own chapter', () => {
  expect(rows.filter(({ does }) => does.trim().length < 3).map(({ item }) => item)).toEqual([])
  for (const part of list.split('\n### ').slice(1)) {
    const [, chapter] = /^V(\d+) /.exec(part) ?? []
    const items = [...part.matchAll(/^\| (\d+)\.\d+\.\d+ \|/gm)].map(([, number]) => number)
    expect(new Set(items), part.split('\n')[0]).toEqual(new Set(chapter === undefined ? [] : [chapter]))
  }
})

type Named = { item: string; file: string | undefined; title: string }

/** What the last column names: `see *Part of this page*`, or `path/of/file: *title of a test*`. */
const named: Named[] = rows.flatMap(({ item, shownBy }) =>
  [...shownBy.matchAll(/(?:see|(\S+):) \*([^*]+)\*/g)].map(([, file, title]) => ({ item, file, title: title! })),
)

test('each row names what shows it, and every test that is named exists', () => {
  const naming = new Set(named.map(({ item }) => item))
  expect(rows.filter(({ item }) => !naming.has(item)).map(({ item }) => item)).toEqual([])
  // What the column holds beside what was understood is nothing but semicolons.
  const rest = rows.map(({ shownBy }) => shownBy.replaceAll(/(?:see|\S+:) \*[^*]+\*/g, '').replaceAll(/[; ]/g, ''))
  expect(rest.filter((text) => text !== '')).toEqual([])
  const missing = named.flatMap(({ item, file, title }) => {
    if (file === undefined) return []
    const path = join(clone, `${file}.test.ts`)
    return existsSync(path) && isTitle(readFileSync(path, 'utf8'), title) ? [] : [`${item}: ${file}: ${title}`]
  })
  expect(missing).toEqual([])
})

/** Whether a test or a group of tests has this title. */
function isTitle(source: string, title: string): boolean {
  const quoted = [`'${title}'`, `"${title}"`, `\`${title}\``]
  return quoted.some((text) => {
    const at = source.indexOf(text)
    return at >= 0 && source.slice(0, at).trimEnd().endsWith('(')
  })
}

test('every part of the page that a row leads to is there', () => {
  const parts = new Set([...page.matchAll(/^##+ (.+)$/gm)].map(([, title]) => title))
  expect(
    named.filter(({ file, title }) => file === undefined && !parts.has(title)).map(({ item, title }) => [item, title]),
  ).toEqual([])
})
