import { Command } from 'commander'
import { settingsCommand } from './settings.ts'

export type ProgramOptions = {
  environment: Readonly<Record<string, string | undefined>>
  /** Starts the server and serves until a signal. */
  serve: () => Promise<void>
  print: (text: string) => void
}

/** The command line; one file per command. */
export function buildProgram({ environment, serve, print }: ProgramOptions): Command {
  const program = new Command('talkmeter')
  program.description('Statistics, reporting and billing for notifications, chats and calls.')
  program.command('serve').description('start the server').action(serve)
  program.addCommand(settingsCommand(environment, print))
  return program
}
