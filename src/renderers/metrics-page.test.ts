import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { metricsPage } from './metrics-page.ts'

const file = join(import.meta.dirname, '../../docs/metrics.md')

test('docs/metrics.md says what the declarations say', async () => {
  if (process.env['UPDATE_DOCS'] !== undefined) await writeFile(file, metricsPage())
  expect(await readFile(file, 'utf8')).toBe(metricsPage())
})
