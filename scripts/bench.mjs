#!/usr/bin/env node
/** `npm run bench`: sets up what is missing, the peers included, and measures every figure that we publish beside them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { clone, environmentWith, makeTool, mustBeWritable, npmCommand } from './clone.mjs'
import { goodNode, mustBeSupported } from './node24.mjs'
import { installPackages } from './packages.mjs'
import { nodeOptions } from './program.mjs'
import { runScript, step } from './progress.mjs'
import { become, run } from './run.mjs'
import { buildWeb } from './web.mjs'

/** Peers that only the bench needs; PostgreSQL and the ClickHouse engine are there already. */
const peers = [
  { title: 'DuckDB', name: '@duckdb/node-api@1.5.6-r.1', tool: 'duckdb-1.5.6-r.1', variable: 'TALKMETER_BENCH_DUCKDB' },
  { title: 'exceljs', name: 'exceljs@4.4.0', tool: 'exceljs-4.4.0', variable: 'TALKMETER_BENCH_EXCELJS' },
  {
    title: 'pdfkit',
    name: ['pdfkit@0.20.2', '@expo-google-fonts/inter@0.4.2'],
    tool: 'pdfkit-0.20.2',
    variable: 'TALKMETER_BENCH_PDFKIT',
  },
]

await runScript(async () => {
  mustBeSupported()
  const node = await goodNode()
  await installPackages(node)
  await buildWeb(node)
  for (const peer of peers) await install(node, peer)
  const places = Object.fromEntries(peers.map(({ tool, variable }) => [variable, join(clone, '.tools', tool)]))
  const env = { ...environmentWith(node), ...places }
  await become(node, [...nodeOptions, join(clone, 'bench', 'run.ts'), ...process.argv.slice(2)], { cwd: clone, env })
})

async function install(node, { title, name, tool }) {
  if (existsSync(join(clone, '.tools', tool))) return
  mustBeWritable()
  await step(`${title}, a peer of the bench`, () =>
    makeTool(tool, async (unfinished) => {
      const [command, ...first] = npmCommand(node)
      const what = ['install', '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
      const args = [...first, ...what, '--loglevel=error', '--prefix', unfinished].concat(name)
      await run(command, args, { cwd: unfinished, env: environmentWith(node), quiet: true })
    }),
  )
}
