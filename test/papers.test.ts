import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { buildProgram } from '../src/cli/program.ts'
import { describeSettings } from '../src/config.ts'
import { pages } from '../src/panels/pages.ts'
import { folded, urlOf, workplace } from './serving.ts'

/** The papers say what is so: their links lead somewhere, their commands run, their names exist. */

const clone = resolve(import.meta.dirname, '..')
const papers = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/RESULTS.md']
  .concat(readdirSync(join(clone, 'docs')).map((name) => `docs/${name}`))
  .filter((name) => name.endsWith('.md') && existsSync(join(clone, name)))
const textOf = (paper: string) => readFileSync(join(clone, paper), 'utf8')

const place = workplace('papers', 'made')
afterAll(() => place.clear())

test.each(papers)('the links and paths of %s lead to something that is there', (paper) => {
  const text = textOf(paper)
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => join(dirname(paper), path!))
  const paths = [...text.matchAll(/`((?:src|web|test|docs|bench|scripts)\/[\w./-]+)`/g)].map(([, path]) => path!)
  expect([...links, ...paths].filter((path) => !existsSync(join(clone, path)))).toEqual([])
})

test.each(papers)('the settings and commands of %s exist', (paper) => {
  const text = textOf(paper)
  const settings = new Set(describeSettings({}).map(({ variable }) => variable))
  const named = [...text.matchAll(/\bTALKMETER_[A-Z_]+\b/g)].map(([name]) => name)
  expect(named.filter((name) => !settings.has(name) && !name.startsWith('TALKMETER_TEST_'))).toEqual([])

  const surroundings = { environment: {}, print: () => undefined, serve: async () => undefined }
  const commands = buildProgram(surroundings as unknown as Parameters<typeof buildProgram>[0]).commands.map((one) =>
    one.name(),
  )
  const asked = [...text.matchAll(/\b(?:npx )?talkmeter (\w+)/g)].map(([, name]) => name!)
  expect(asked.filter((name) => !commands.includes(name) && text.includes(`npx talkmeter ${name}`))).toEqual([])

  const { scripts } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const run = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name!)
  expect(run.filter((name) => scripts[name] === undefined)).toEqual([])
})

test(
  'the first event of the README is taken as it stands there, and the page counts it',
  { timeout: 120_000 },
  async () => {
    const token = 'token-of-the-readme-0123'
    const url = await urlOf(place.talkmeter(['serve'], { TALKMETER_INIT_TOKEN: token }))
    const [, command] = /```sh\n(curl [\s\S]*?)```/.exec(textOf('README.md')) ?? []
    const written = command!.replace('http://localhost:8080', url)
    const shell = promisify(execFile)('/bin/sh', ['-c', written], { env: { ...process.env, TOKEN: token } })
    expect((await shell).stdout).toBe('{"accepted":1,"duplicates":0,"rejected":[]}')
    await folded(url)
    const page = await fetch(`${url}/api/v1/pages/${pages[0]!.id}`, { headers: { authorization: `Bearer ${token}` } })
    expect(await page.json()).toMatchObject({ panels: { 'analytics.delivered': { totals: { delivered: 1 } } } })
  },
)
