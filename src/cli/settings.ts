import { Command } from 'commander'
import { describeSettings } from '../config.ts'

/** `talkmeter settings`: every variable of the environment that Talkmeter reads, its value and what it is for. */
export function settingsCommand(
  environment: Readonly<Record<string, string | undefined>>,
  print: (text: string) => void,
): Command {
  return new Command('settings').description('list the settings (environment variables)').action(() => {
    const rows = describeSettings(environment).map(({ variable, description, fallback, value }) => {
      const shown = value === undefined ? (fallback ?? '(not set)') : `${value} (set)`
      return `${variable}\n    ${description}\n    = ${shown}\n`
    })
    print(rows.join('\n'))
  })
}
