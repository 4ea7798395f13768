#!/usr/bin/env node
/** `npx talkmeter …`: the command line, from the built program. */
import { goodNode, mustBeSupported } from './node24.mjs'
import { installPackages } from './packages.mjs'
import { becomeTalkmeter } from './program.mjs'
import { runScript } from './progress.mjs'

await runScript(async () => {
  mustBeSupported()
  const node = await goodNode()
  await installPackages(node)
  await becomeTalkmeter(node, process.argv.slice(2))
})
