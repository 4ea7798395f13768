#!/usr/bin/env node
/**
 * Adds to package-lock.json the builds for other platforms that npm left out, as it does when its registry or cache did
 * not show them at the time; `npm ci` would refuse the lock, and those platforms would get no build.
 * Run it after a package was added: node scripts/complete-lock.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clone } from './clone.mjs'

const path = join(clone, 'package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8'))
const systems = ['linux', 'darwin', 'win32', 'android', 'freebsd', 'openharmony', 'netbsd', 'openbsd', 'sunos', 'aix']
const processors = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']
let added = 0
for (const [parent, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`
    if (lock.packages[key] !== undefined || lock.packages[`${parent}/${key}`] !== undefined) continue
    if (!/^\d+\.\d+\.\d+[\w.-]*$/.test(version)) throw new Error(`${name} of ${parent} is not pinned: ${version}`)
    lock.packages[key] = { version, ...platformOf(name), ...(entry.dev ? { dev: true } : {}), optional: true }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} builds for other platforms were added.\n`)

/** What the name of a package with binaries says about its platform. */
function platformOf(name) {
  const words = name.split(/[/-]/).map((word) => word.replace(/^(arm)(v7)$/, '$1'))
  const cpu = processors.find((processor) => words.includes(processor))
  if (cpu === undefined) throw new Error(`The platform of ${name} is not in its name.`)
  const os = systems.find((system) => words.includes(system))
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined
  return { cpu: [cpu], ...(libc === undefined ? {} : { libc: [libc] }), ...(os === undefined ? {} : { os: [os] }) }
}
