import { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountsCommands } from './accounts.ts'
import { eraseCommand } from './erase.ts'
import { grafanaCommand } from './grafana.ts'
import { importCommand } from './import.ts'
import type { ImportSurroundings } from './import.ts'
import { clone } from '../clone.ts'
import { readConfig } from '../config.ts'
import { settingsCommand } from './settings.ts'
import { simulateCommand } from './simulate.ts'
import type { SimulateSurroundings } from './simulate.ts'
import { verifyCommand } from './verify.ts'

export type ProgramOptions = ImportSurroundings &
  SimulateSurroundings & {
    /** Starts the server and serves until a signal. */
    serve: () => Promise<void>
  }

/** The command line; one file per command. */
export function buildProgram(options: ProgramOptions): Command {
  const { environment, serve, print } = options
  const program = new Command('talkmeter')
  program.version(versionOf(clone))
  program.description('Statistics, reporting and billing for notifications, chats and calls.')
  program.command('serve').description('start the server').action(serve)
  program.addCommand(importCommand(options))
  program.addCommand(simulateCommand(options))
  program.addCommand(verifyCommand(options))
  program.addCommand(grafanaCommand({ environment, print }))
  program.addCommand(settingsCommand(environment, print))
  program.addCommand(
    eraseCommand({
      ...options,
      config: () => readConfig(environment),
      say: (line) => options.screen.write(`${line}\n`),
    }),
  )
  for (const command of accountsCommands({ config: () => readConfig(environment), print, now: options.now }))
    program.addCommand(command)
  return program
}

function versionOf(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
}
