import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../measures/compile.ts'
import { filtersFor, questionOf } from './ask-panels.ts'
import type { PanelsQuestion } from './ask-panels.ts'
import { panels } from './pages.ts'

const folder = join(import.meta.dirname, 'golden')
const isUpdate = process.env['UPDATE_GOLDEN'] !== undefined

/** Two days and a piece over the end of summer time, from odd to odd, with both filters. */
const question: PanelsQuestion = {
  company: 7,
  period: {
    from: Date.parse('2026-10-23T22:07:30.250Z'),
    to: Date.parse('2026-10-26T09:41:00Z'),
    zone: 'Europe/Berlin',
  },
  compare: undefined,
  filters: new Map([
    ['channel', ['sms', 'viber']],
    ['status', ['delivered', 'undelivered', 'pending']],
  ]),
  currency: 'EUR',
}

test.each(panels)('$id asks what its golden file says', async (panel) => {
  const file = join(folder, `${panel.id}.sql`)
  const sql = `${compile(questionOf([panel], filtersFor(panel, question), question))}\n`
  if (isUpdate) await writeFile(file, sql)
  expect(sql).toBe(await readFile(file, 'utf8'))
})

test('there is a golden file for each panel, and no other', async () => {
  const known = new Set(panels.map(({ id }) => `${id}.sql`))
  if (isUpdate) {
    for (const file of await readdir(folder)) if (!known.has(file)) await rm(join(folder, file))
  }
  expect((await readdir(folder)).toSorted()).toEqual([...known].toSorted())
})
