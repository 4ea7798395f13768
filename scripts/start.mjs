#!/usr/bin/env node
/** `npm start`: sets up what is missing, with visible progress, and serves. Plain JavaScript, so that Node 20 runs it. */
import { goodNode, mustBeSupported } from './node24.mjs'
import { installPackages } from './packages.mjs'
import { becomeTalkmeter } from './program.mjs'
import { runScript } from './progress.mjs'
import { buildWeb } from './web.mjs'

await runScript(async () => {
  mustBeSupported()
  const node = await goodNode()
  await installPackages(node)
  await buildWeb(node)
  await becomeTalkmeter(node, ['serve', ...process.argv.slice(2)])
})
