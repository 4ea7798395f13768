import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callFields } from '../src/providers/csv-calls.ts'
import { messageFields } from '../src/providers/csv.ts'
import { finished, urlOf, workplace } from './serving.ts'
import type { Workplace } from './serving.ts'

/** docs/import.md is carried out as it stands: its files are written, its commands run, and they say what it shows. */

const token = 'token-of-the-import-docs'
const text = readFileSync(resolve(import.meta.dirname, '../docs/import.md'), 'utf8')

let place: Workplace
let url: string

beforeAll(async () => {
  place = workplace('import-docs', 'made')
  url = await urlOf(place.talkmeter(['serve'], { TALKMETER_INIT_TOKEN: token }))
}, 60_000)

afterAll(() => place.clear())

/** A command's words, as a shell splits them. */
function words(command: string): string[] {
  const found = command.replaceAll('\\\n', ' ').matchAll(/"([^"]*)"|(\S+)/g)
  return [...found].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

type Step =
  | { kind: 'file'; name: string; content: string }
  | { kind: 'run'; commands: string[][] }
  | { kind: 'said'; text: string }

function steps(): Step[] {
  const blocks = [...text.matchAll(/(?:`([\w-]+\.\w+)`:\n\n)?```(csv|json|sh|text)\n([\s\S]*?)```/g)]
  return blocks.map(([, name = '', language, content = '']) => {
    if (language === 'text') return { kind: 'said', text: content }
    if (language !== 'sh') return { kind: 'file', name, content }
    return {
      kind: 'run',
      commands: content
        .trim()
        .split(/(?<!\\)\n/)
        .map(words),
    }
  })
}

test('docs/import.md does what it says', { timeout: 120_000 }, async () => {
  let said = ''
  let runs = 0
  for (const step of steps()) {
    if (step.kind === 'file') {
      expect(step.name).not.toBe('')
      writeFileSync(join(place.folder, step.name), step.content)
    }
    if (step.kind === 'said') expect(said).toContain(step.text.trim())
    if (step.kind !== 'run') continue
    for (const [npx, program, ...args] of step.commands) {
      expect([npx, program, args[0]]).toEqual(['npx', 'talkmeter', 'import'])
      const { output } = await finished(place.talkmeter(args, { TALKMETER_URL: url, TALKMETER_TOKEN: token }))
      expect(output).not.toContain('✗')
      said = output.replaceAll(/^( {2}Read .*) in \d.*$/gm, '$1')
      runs++
    }
  }
  expect(runs).toBe(8)
})

test('docs/import.md knows the options that the command has', async () => {
  const { output } = await finished(place.talkmeter(['import', '--help']))
  const known = new Set([...output.matchAll(/^ +(--[a-z-]+)/gm)].map(([, option]) => option))
  const told = new Set([...text.matchAll(/--[a-z]+(?:-[a-z]+)*/g)].map(([option]) => option))
  expect([...told].filter((option) => !known.has(option) && option !== '--help')).toEqual([])
  expect([...known].filter((option) => !told.has(option!))).toEqual([])
})

test('docs/import.md knows every field of a table', () => {
  const fields = Object.keys({ ...messageFields, ...callFields })
  expect(fields.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
})
