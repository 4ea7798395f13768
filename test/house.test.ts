import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/** The doors of the house: which rooms each room may import. The order is the reading order. */
const doors: Readonly<Record<string, readonly string[]>> = {
  events: [],
  units: [],
  failure: [],
  clone: [],
  config: ['clone', 'failure'],
  providers: ['events', 'failure'],
  simulation: ['events'],
  phrases: [],
  measures: ['events', 'phrases', 'units', 'failure'],
  panels: ['events', 'phrases', 'measures', 'units', 'failure'],
  stores: ['events', 'failure'],
  folding: ['events', 'phrases', 'stores', 'failure'],
  accounts: ['events', 'measures', 'stores', 'failure'],
  privacy: ['events', 'measures', 'panels', 'accounts', 'folding', 'stores', 'failure'],
  intake: ['events', 'providers', 'privacy', 'stores', 'failure'],
  'event-path': ['events', 'folding', 'intake', 'privacy', 'stores', 'failure'],
  billing: ['events', 'units', 'measures', 'accounts', 'stores', 'failure'],
  papers: ['clone', 'events', 'units', 'measures', 'billing', 'invoices', 'failure'],
  reports: ['events', 'units', 'measures', 'panels', 'billing', 'stores', 'failure'],
  invoices: ['events', 'units', 'measures', 'accounts', 'billing', 'stores', 'failure'],
  payments: ['events', 'measures', 'providers', 'accounts', 'billing', 'invoices', 'stores', 'failure'],
  notices: ['measures', 'accounts', 'billing', 'invoices', 'stores', 'failure'],
  views: ['events', 'units', 'measures', 'panels', 'accounts', 'stores', 'failure'],
  renderers: [
    'events',
    'units',
    'measures',
    'panels',
    'reports',
    'billing',
    'invoices',
    'payments',
    'notices',
    'views',
    'failure',
  ],
}
const roomsInside = Object.keys(doors)
const allDoors: Readonly<Record<string, readonly string[] | 'everything'>> = {
  ...doors,
  jobs: roomsInside,
  api: [...roomsInside, 'jobs'],
  cli: [...roomsInside, 'jobs'],
  app: 'everything',
  main: 'everything',
}

/** Each foreign package with a door of its own, and the only place that may open it. */
const packageDoors: Readonly<Record<string, string>> = {
  chdb: 'src/stores/events/',
  '@orama/stemmers': 'src/phrases/',
  '@clickhouse/client': 'src/stores/events/',
  pg: 'src/stores/ledger/',
  kysely: 'src/stores/ledger/',
  fastify: 'src/api/',
  '@fastify/cookie': 'src/api/',
  '@fastify/helmet': 'src/api/',
  '@fastify/static': 'src/api/',
  commander: 'src/cli/',
  'openid-client': 'src/accounts/',
  unpdf: 'src/papers/',
  nodemailer: 'src/notices/',
  '@fastify/rate-limit': 'src/api/',
  uqr: 'src/papers/',
  '@grafana/schema': 'src/renderers/grafana/',
}

const forbiddenNames = ['utils', 'util', 'lib', 'helpers', 'helper', 'common', 'shared', 'core', 'services', 'types']

const clone = resolve(import.meta.dirname, '..')

test('rooms import only through their doors', () => {
  const faults = importsOf('src').flatMap(({ file, target }) => {
    // A test may open any room to set its scene with the real engines.
    if (target.startsWith('package:') || file.endsWith('.test.ts')) return []
    if (!target.startsWith('src/')) return [`${file} may not import ${target}`]
    const from = roomOf(file)
    const to = roomOf(target)
    const allowed = allDoors[from]
    if (allowed === undefined) return [`${from}/ is not a room of the house (${file})`]
    if (from === to || allowed === 'everything' || allowed.includes(to)) return []
    return [`${from}/ may not import ${to}/ (${file})`]
  })
  expect(unique(faults)).toEqual([])
})

test('the web imports nothing of the server but types of the API', () => {
  const faults = importsOf('web').flatMap(({ file, target, onlyTypes }) => {
    if (!target.startsWith('src/')) return []
    if (target.startsWith('src/api/') && onlyTypes) return []
    return [`web/ may import types of api/ only; ${file} imports ${target}`]
  })
  expect(unique(faults)).toEqual([])
})

test('every foreign package has one door', () => {
  const faults = importsOf('src').flatMap(({ file, target }) => {
    if (!target.startsWith('package:') || file.endsWith('.test.ts')) return []
    const name = packageName(target.slice('package:'.length))
    const door = packageDoors[name]
    return door === undefined || file.startsWith(door)
      ? []
      : [`${name} may be imported in ${door} only, not in ${file}`]
  })
  expect(unique(faults)).toEqual([])
})

test('no room or file has a name that says nothing', () => {
  const faults = ['src', 'web', 'test', 'bench', 'scripts'].flatMap((folder) =>
    filesIn(folder).flatMap((file) =>
      file
        .split('/')
        .map((part) => part.replace(/\..*$/, ''))
        .filter((part) => forbiddenNames.includes(part))
        .map((part) => `"${part}" does not name itself: ${file}`),
    ),
  )
  expect(unique(faults)).toEqual([])
})

test('the lock file has the builds for every platform (if not: node scripts/complete-lock.mjs)', () => {
  type Entry = { optionalDependencies?: Record<string, string> }
  const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(join(clone, 'package-lock.json'), 'utf8'))
  const missing = Object.entries(lock.packages).flatMap(([parent, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => {
      const places = [`node_modules/${name}`, `${parent}/node_modules/${name}`]
      return !places.some((place) => place in lock.packages)
    }),
  )
  expect(unique(missing)).toEqual([])
})

type Import = { file: string; target: string; onlyTypes: boolean }

/** Every import of a folder's TypeScript files; targets are paths from the clone, or `package:` and a specifier. */
function importsOf(folder: string): Import[] {
  return filesIn(folder)
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(clone, file), 'utf8')
      const statements =
        /^(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm
      return [...text.matchAll(statements)].map(([, type, specifier, dynamic]) => {
        const wanted = specifier ?? dynamic ?? ''
        const target = wanted.startsWith('.')
          ? relative(clone, resolve(clone, dirname(file), wanted))
          : `package:${wanted}`
        return { file, target, onlyTypes: type !== undefined }
      })
    })
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(join(clone, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) => relative(clone, join(entry.parentPath, entry.name)))
  } catch {
    return []
  }
}

function roomOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/(\.test)?\.tsx?$/, '')
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function unique(sentences: readonly string[]): string[] {
  return [...new Set(sentences)]
}
