#!/usr/bin/env node
/** `npm start`: sets up what is missing, with visible progress, and serves. Plain JavaScript, so that Node 20 runs it. */
import { join } from 'node:path'
import { clone } from './clone.mjs'
import { goodNode, mustBeSupported } from './node24.mjs'
import { installPackages } from './packages.mjs'
import { runScript } from './progress.mjs'
import { become, nodeOptions } from './run.mjs'
import { buildWeb } from './web.mjs'

await runScript(async () => {
  mustBeSupported()
  const node = await goodNode()
  await installPackages(node)
  await buildWeb(node)
  await become(node, [...nodeOptions, join(clone, 'src', 'main.ts'), 'serve', ...process.argv.slice(2)], {
    env: process.env,
  })
})
