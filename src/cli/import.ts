import type { Readable } from 'node:stream'
import { Command, Option } from 'commander'
import { readConfig } from '../config.ts'
import { failure } from '../failure.ts'
import { wallClock } from '../measures/wall-clock.ts'
import { isZone } from '../measures/zone.ts'
import { zoneOption } from '../providers/options.ts'
import type { FileOption, GivenOptions } from '../providers/options.ts'
import { providers } from '../providers/providers.ts'
import { findInputs, isEncoding } from './importing/input-file.ts'
import { createProgress } from './importing/progress.ts'
import type { Screen } from './importing/progress.ts'
import { openRefusedFile } from './importing/refused-file.ts'
import { runImport } from './importing/run-import.ts'
import { summary } from './importing/summary.ts'
import { createTally } from './importing/tally.ts'
import { mustAnswer, targetOf } from './target.ts'

export type ImportSurroundings = {
  environment: Readonly<Record<string, string | undefined>>
  stdin: () => Readable
  print: (text: string) => void
  /** For what is not the result: progress and remarks. */
  screen: Screen
  /** Resolves at the first wish to stop. */
  stopSignal: () => Promise<void>
  exit: (code: number) => void
}

const clock = () => performance.now()
const recordsIn = { lines: 'lines', elements: 'elements', table: 'rows', rows: 'rows' } as const
/** 0 is for all well, 1 for a failure. */
const exitCodes = { someRefused: 2, stopped: 130 }

/** `talkmeter import FILE… --as FORMAT`: reads files of a format and sends their events to a running Talkmeter. */
export function importCommand(surroundings: ImportSurroundings): Command {
  const command = new Command('import')
    .description('import files of events; importing a file again changes nothing')
    .argument('<file...>', 'files, plain or gzip; "-" is standard input')
    .addOption(
      new Option('--as <format>', 'the format of the files')
        .choices(providers.map(({ id }) => id))
        .makeOptionMandatory(),
    )
    .option('--dry-run', 'check everything, send nothing, and show the first events')
    .option('--refused <file>', 'write what is refused to this file, with the reasons, one JSON a line')
    .option('--encoding <name>', 'encoding of the files, such as windows-1251 (default: UTF-8)')
    .option('--url <url>', 'the running Talkmeter (default: TALKMETER_URL, else the one on this machine)')
    .option('--token <token>', 'a token with the scope "ingest" (default: TALKMETER_TOKEN)')
    .addHelpText('after', `\n${formats()}\n\n${examples}`)
    .action((files: string[], options: Options) => importFiles(surroundings, files, options))
  for (const option of new Set(providers.flatMap(({ file }) => file.options))) {
    command.addOption(formatOption(option).helpGroup(`For ${listed(understoodBy(option))}:`))
  }
  return command
}

type Options = Readonly<Record<string, unknown>> & {
  as: string
  dryRun?: true
  refused?: string
  encoding?: string
  url?: string
  token?: string
}

async function importFiles(surroundings: ImportSurroundings, names: readonly string[], options: Options) {
  const { environment, stdin, print, screen, stopSignal, exit } = surroundings
  const provider = providers.find(({ id }) => id === options.as)!
  const given = givenOptions(options)
  const zone = given.get(zoneOption.name)?.at(-1) ?? 'UTC'
  if (!isZone(zone)) throw failure('bad-request', `--zone "${zone}" is not an IANA time zone such as "Europe/Berlin".`)
  if (options.encoding !== undefined && !isEncoding(options.encoding)) {
    throw failure('bad-request', `--encoding "${options.encoding}" is not known here; try windows-1251, for example.`)
  }
  const files = findInputs(names, stdin)
  const isDryRun = options.dryRun === true
  const target = isDryRun ? undefined : targetOf(readConfig(environment), options)
  if (target !== undefined) await mustAnswer(target)
  const refusedFile = options.refused === undefined ? undefined : openRefusedFile(options.refused, names)
  const tally = createTally((place, refusal) => refusedFile?.write(place, refusal))
  const counts = { accepted: 0, duplicates: 0, rejected: 0 }
  const progress = createProgress(screen, totalOf(files.map(({ bytes }) => bytes)), clock)
  const startedAt = clock()

  function tell(): void {
    progress.end()
    refusedFile?.close()
    const seconds = (clock() - startedAt) / 1000
    const records = recordsIn[provider.file.shape]
    print(summary({ tally, counts, isDryRun, records, isManyFiles: files.length > 1, seconds }))
    if (refusedFile !== undefined && tally.refused > 0) print(`What was refused is in ${options.refused}.`)
  }

  const asked = { options: given, instantOf: wallClock(zone) }
  const job = { provider, files, asked, encoding: options.encoding, target, tally, counts, progress }
  try {
    const stopping = new AbortController()
    void abortAfter(stopSignal(), stopping)
    const sample = await runImport({ ...job, stop: stopping.signal, now: Date.now })
    const isStopped = stopping.signal.aborted
    if (sample.length > 0) print(`The first events that would be sent:\n\n${sample.map(pretty).join('\n')}`)
    tell()
    if (isStopped) print('Stopped. Import the same files again to go on: what is known already is counted once.')
    exit(isStopped ? exitCodes.stopped : tally.refused > 0 ? exitCodes.someRefused : 0)
  } catch (error) {
    if (tally.records > 0) tell()
    else progress.end()
    throw error
  }
}

async function abortAfter(wish: Promise<void>, stopping: AbortController): Promise<void> {
  await wish
  stopping.abort()
}

/** The format's own options as they were given, by name. */
function givenOptions(options: Options): GivenOptions {
  const given = new Map<string, readonly string[]>()
  for (const option of new Set(providers.flatMap(({ file }) => file.options))) {
    const value = options[formatOption(option).attributeName()]
    if (value === undefined) continue
    const formatsOfOption = understoodBy(option)
    if (!formatsOfOption.includes(options.as)) {
      const format = listed(formatsOfOption)
      throw failure('bad-request', `--${option.name} is for --as ${format}, not for --as ${options.as}.`)
    }
    given.set(option.name, Array.isArray(value) ? (value as string[]) : [])
  }
  return given
}

function formatOption({ name, value, description }: FileOption): Option {
  if (value === undefined) return new Option(`--${name}`, description)
  return new Option(`--${name} <${value}>`, description).argParser(gather)
}

/** Options may be repeated; whoever reads them knows which may not. */
function gather(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text]
}

const listed = (ids: readonly string[]) => new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(ids)

function understoodBy(option: FileOption): string[] {
  return providers.filter(({ file }) => file.options.includes(option)).map(({ id }) => id)
}

function totalOf(sizes: readonly (number | undefined)[]): number | undefined {
  return sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0)
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), undefined, 2)
}

function formats(): string {
  const width = Math.max(...providers.map(({ id }) => id.length))
  return ['Formats:', ...providers.map(({ id, about }) => `  ${id.padEnd(width)}  ${about}`)].join('\n')
}

const examples = `Examples:
  talkmeter import events.ndjson.gz --as ndjson
  talkmeter import march.csv april.csv --as csv --zone Europe/Berlin
  talkmeter import deliveries.csv --as csv --map channel=Kanal --map status=Stand --set source=gateway-a \\
    --status "DELIVRD=delivered" --status "UNDELIV=undelivered" --dry-run
  talkmeter import Master.csv --as asterisk-cdr --zone Europe/Berlin --trunk "provider-*"
  talkmeter import json_cdr/*.json --as freeswitch-cdr

Exit codes: 0 all is in, 1 failure, 2 something was refused, 130 stopped.`
