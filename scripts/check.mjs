#!/usr/bin/env node
/** The checks that need no running program: format, lint, types, dead code. With names as arguments, only those. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { clone, environmentWith } from './clone.mjs'
import { goodNode, mustBeSupported } from './node24.mjs'
import { installPackages } from './packages.mjs'
import { runScript, step, Stop } from './progress.mjs'
import { run } from './run.mjs'

const checks = {
  format: [['oxfmt/bin/oxfmt', '--check']],
  lint: [['oxlint/bin/oxlint', '--type-aware', '--deny-warnings']],
  types: [
    ['typescript/bin/tsc', '--project', 'tsconfig.json'],
    ['typescript/bin/tsc', '--project', 'web/tsconfig.json'],
  ],
  'dead code': [['knip/bin/knip.js']],
}

await runScript(async () => {
  mustBeSupported()
  const node = await goodNode()
  await installPackages(node)
  const asked = process.argv.slice(2)
  const failed = []
  for (const [title, commands] of Object.entries(checks)) {
    if (asked.length > 0 && !asked.includes(title)) continue
    for (const [program, ...args] of commands) {
      const project = args[args.indexOf('--project') + 1]
      if (args.includes('--project') && !existsSync(join(clone, project))) continue
      const path = join(clone, 'node_modules', program)
      await step([title, ...args].join(' '), () =>
        run(node, [path, ...args], { cwd: clone, env: environmentWith(node) }),
      ).catch((error) => failed.push(`${title}: ${error.message}`))
    }
  }
  if (failed.length > 0) throw new Stop(failed.join('\n  '))
})
