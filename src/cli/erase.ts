import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { Command, InvalidArgumentError } from 'commander'
import type { Config } from '../config.ts'
import { failure } from '../failure.ts'

export type EraseSurroundings = {
  config: () => Config
  stdin: () => Readable
  print: (text: string) => void
  say: (line: string) => void
  exit: (code: number) => void
  now: () => number
}

type Asked = { company: number; addressFile?: string; reason: string }

const addressLengthMax = 4096
/** Something of the person is left, and the output says what to do. */
const someLeft = 2

/** `talkmeter erase`: forgets a person in an installation that does not run, such as one that was restored from a backup. */
export function eraseCommand({ config, stdin, print, say, exit, now }: EraseSurroundings): Command {
  return new Command('erase')
    .description('forget a person whom a company wrote to, while Talkmeter is stopped; for restored backups')
    .requiredOption('--company <number>', 'which company wrote to them', numberOf)
    .option('--address-file <file>', 'a file with nothing but the address (default: standard input)')
    .option('--reason <text>', 'why, kept in the list of erasures; not whom', 'Erased at the command line')
    .addHelpText('after', '\nThe address is never an argument: other users of the machine could see it.')
    .action(async ({ company, addressFile, reason }: Asked) => {
      const address = await readAddress(addressFile === undefined ? stdin() : createReadStream(addressFile))
      // The engines are loaded here, so that the other commands start without them.
      const { eraseStopped } = await import('./erase-stopped.ts')
      const { proof } = await eraseStopped(config(), { company, address, reason, now }, say)
      const { messages, dialogues, calls, refusedEvents, logRecords, remaining } = proof!
      print(
        `Forgotten: ${messages} messages, ${dialogues} dialogues, ${calls} calls, ${refusedEvents} refused events, in ${logRecords} records of the log.\n` +
          `A search of log and facts afterwards found: ${remaining}.`,
      )
      if (remaining > 0) say('What is left stands in ids that the sender chose; numbers hang on them, so they stay.')
      exit(remaining > 0 ? someLeft : 0)
    })
}

async function readAddress(stream: Readable): Promise<string> {
  const text = await startOf(stream).catch((error: Error) => {
    throw failure('bad-request', `The address cannot be read: ${error.message}.`, [], error)
  })
  const address = text.replace(/^\ufeff/, '').trim()
  if (address !== '' && !/[\r\n]/.test(address) && text.length <= addressLengthMax) return address
  throw failure('bad-request', 'The address is missing: give one, alone, in --address-file or on standard input.')
}

async function startOf(stream: Readable): Promise<string> {
  let text = ''
  for await (const piece of stream) {
    text += String(piece)
    if (text.length > addressLengthMax) break
  }
  return text
}

function numberOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be the number of a company.')
  return Number(text)
}
