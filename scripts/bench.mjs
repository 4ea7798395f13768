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

/** A peer that only the bench needs; PostgreSQL and the ClickHouse engine are there already. */
const duckdb = '@duckdb/node-api@1.5.6-r.1'

await runScript(async () => {
  mustBeSupported()
  const node = await goodNode()
  await installPackages(node)
  await buildWeb(node)
  const tool = duckdb.replace('@duckdb/node-api@', 'duckdb-')
  const folder = join(clone, '.tools', tool)
  if (!existsSync(folder)) {
    mustBeWritable()
    await step('DuckDB, a peer of the bench', () =>
      makeTool(tool, async (unfinished) => {
        const [command, ...first] = npmCommand(node)
        const what = ['install', '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
        const args = [...first, ...what, '--loglevel=error', '--prefix', unfinished, duckdb]
        await run(command, args, { cwd: unfinished, env: environmentWith(node), quiet: true })
      }),
    )
  }
  const env = { ...environmentWith(node), TALKMETER_BENCH_DUCKDB: folder }
  await become(node, [...nodeOptions, join(clone, 'bench', 'run.ts'), ...process.argv.slice(2)], { cwd: clone, env })
})
