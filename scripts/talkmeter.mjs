#!/usr/bin/env node
/** `npx talkmeter …`: the command line, under a Node that runs TypeScript. */
import { join } from 'node:path'
import { clone } from './clone.mjs'
import { goodNode, mustBeSupported } from './node24.mjs'
import { installPackages } from './packages.mjs'
import { runScript } from './progress.mjs'
import { become, nodeOptions } from './run.mjs'

await runScript(async () => {
  mustBeSupported()
  const node = await goodNode()
  await installPackages(node)
  await become(node, [...nodeOptions, join(clone, 'src', 'main.ts'), ...process.argv.slice(2)], { env: process.env })
})
