import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../measures/compile.ts'
import { isOfWhole, measureOf } from '../measures/measures.ts'
import { filtersFor, questionOf, wholeOf } from './ask-panels.ts'
import type { PanelsQuestion } from './ask-panels.ts'
import { panels } from './pages.ts'
import { measuresOf } from './panel.ts'
import type { Panel } from './panel.ts'

const folder = join(import.meta.dirname, 'golden')
const isUpdate = process.env['UPDATE_GOLDEN'] !== undefined

/** Two days and a piece over the end of summer time, from odd to odd, with filters of each kind. */
const question: PanelsQuestion = {
  company: 7,
  period: {
    from: Date.parse('2026-10-23T22:07:30.250Z'),
    to: Date.parse('2026-10-26T09:41:00Z'),
    zone: 'Europe/Berlin',
  },
  now: Date.parse('2026-10-26T08:00:00Z'),
  compare: undefined,
  filters: new Map([
    ['channel', ['sms', 'viber']],
    ['status', ['delivered', 'undelivered', 'pending']],
    ['messenger', ['web', 'telegram']],
    ['chat', ['shop']],
    ['asked', ['yes']],
  ]),
  currency: 'EUR',
}

/** The SQL of a panel asked by itself, with the filters that it has. */
function sqlOf(panel: Panel, asked: PanelsQuestion): string {
  const own = new Map([...asked.filters].filter(([name]) => panel.filters.includes(name)))
  return compile(questionOf([panel], filtersFor(panel, { ...asked, filters: own }), asked))
}

async function expectGolden(file: string, sql: string): Promise<void> {
  const path = join(folder, file)
  if (isUpdate) await writeFile(path, `${sql}\n`)
  expect(`${sql}\n`).toBe(await readFile(path, 'utf8'))
}

test.each(panels)('$id asks what its golden file says', async (panel) => {
  await expectGolden(`${panel.id}.sql`, sqlOf(panel, question))
})

/** Where operators are filtered, other roll-ups are asked. */
const byOperators = panels.filter(({ filters }) => filters.includes('operator'))
const ofOperators: PanelsQuestion = { ...question, filters: new Map([['operator', ['ann', 'bob']]]) }

test.each(byOperators)('$id asks about some operators what its golden file says', async (panel) => {
  await expectGolden(`${panel.id}.operators.sql`, sqlOf(panel, ofOperators))
})

/** Where nothing is filtered, the small ones are. */
const ofAll: PanelsQuestion = { ...question, filters: new Map() }

test.each(byOperators)('$id asks about everything what its golden file says', async (panel) => {
  await expectGolden(`${panel.id}.all.sql`, sqlOf(panel, ofAll))
})

/** What can be told of the whole only is asked of it besides. */
const ofWhole = panels.filter((panel) => measuresOf(panel).map(measureOf).some(isOfWhole))

test.each(ofWhole)('$id asks about the whole period what its golden file says', async (panel) => {
  const sql = compile(wholeOf(questionOf([panel], filtersFor(panel, ofAll), ofAll)))
  await expectGolden(`${panel.id}.whole.sql`, sql)
})

test('there is a golden file for each panel, and no other', async () => {
  const known = new Set([
    ...panels.map(({ id }) => `${id}.sql`),
    ...ofWhole.map(({ id }) => `${id}.whole.sql`),
    ...byOperators.flatMap(({ id }) => [`${id}.operators.sql`, `${id}.all.sql`]),
  ])
  if (isUpdate) {
    for (const file of await readdir(folder)) if (!known.has(file)) await rm(join(folder, file))
  }
  expect((await readdir(folder)).toSorted()).toEqual([...known].toSorted())
})
