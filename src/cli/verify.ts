import { Command, InvalidArgumentError } from 'commander'
import { readConfig } from '../config.ts'
import { failure } from '../failure.ts'
import type { Screen } from './importing/progress.ts'
import { mustAnswer, targetOf } from './target.ts'
import type { Target } from './send-events.ts'

export type VerifySurroundings = {
  environment: Readonly<Record<string, string | undefined>>
  print: (text: string) => void
  screen: Screen
  exit: (code: number) => void
  /** Milliseconds since 1970. */
  now: () => number
}

type Typed = { company?: number; from?: string; to?: string; days: number; url?: string; token?: string }

/** Something is not one number. */
const differs = 1
const dayMilliseconds = 86_400_000
const daysAtOnce = 31
const daysMax = 3660
const shownMax = 20

/** `talkmeter verify`: proves on a running installation that events, charts, charges, postings and invoices tell one number. */
export function verifyCommand(surroundings: VerifySurroundings): Command {
  return new Command('verify')
    .description('prove that events, charts, charges, the ledger and invoices tell one number, and say where not')
    .option('--company <number>', 'of one company only (default: of all, for a token of platform staff)', numberOf)
    .option('--days <n>', 'so many days back from the end (default: 31)', daysOf, daysAtOnce)
    .option('--to <time>', 'the end, such as 2026-11-01T00:00:00Z (default: now)')
    .option('--url <url>', 'the running Talkmeter (default: TALKMETER_URL, else the one on this machine)')
    .option('--token <token>', 'a token with the scope "billing" (default: TALKMETER_TOKEN)')
    .addHelpText('after', '\nEnds with 0 when all is one number, and with 1 when something is not.')
    .action((typed: Typed) => verify(surroundings, typed))
}

async function verify({ environment, print, screen, exit, now }: VerifySurroundings, typed: Typed): Promise<void> {
  const target = targetOf(readConfig(environment), typed, 'billing')
  await mustAnswer(target)
  const end = typed.to === undefined ? now() : Date.parse(typed.to)
  if (Number.isNaN(end)) throw failure('bad-request', `"${typed.to}" is not a time such as 2026-11-01T00:00:00Z.`)
  const totals = { compared: 0, differences: 0, pending: 0 }
  // Pieces of a long period share months that are looked at as a whole.
  const said = new Set<string>()
  const companies = typed.company === undefined ? await companiesOf(target) : [typed.company]
  for (const company of companies) {
    for (let from = end - typed.days * dayMilliseconds; from < end; from += daysAtOnce * dayMilliseconds) {
      const to = Math.min(end, from + daysAtOnce * dayMilliseconds)
      const proof = await ask<Proof>(target, `verify?${queryOf({ company, from, to })}`)
      totals.pending += proof.pending.length
      for (const { check, compared, differences, more } of proof.checks) {
        totals.compared += compared
        const fresh = differences.filter(({ where }) => !said.has(`${proof.company} ${check} ${where}`))
        for (const { where } of fresh) said.add(`${proof.company} ${check} ${where}`)
        totals.differences += fresh.length + more
        for (const { where, wanted, found } of fresh.slice(0, shownMax)) {
          print(`company ${proof.company}, ${check}: ${where}: ${wanted} is wanted, ${found} is there`)
        }
        const unsaid = Math.max(0, fresh.length - shownMax) + more
        if (unsaid > 0) print(`company ${proof.company}, ${check}: and ${unsaid} more`)
      }
    }
    screen.write(`company ${company ?? 'of the token'} is compared\n`)
  }
  const found = totals.differences === 0 ? 'they are one' : `${totals.differences} of them differ`
  const later =
    totals.pending === 0 ? '' : `; ${totals.pending} days are charged in a few minutes, and were not compared`
  print(`${totals.compared} numbers were compared: ${found}${later}.`)
  exit(totals.differences === 0 ? 0 : differs)
}

type Proof = {
  company: number
  pending: string[]
  checks: { check: string; compared: number; differences: Difference[]; more: number }[]
}
type Difference = { where: string; wanted: string; found: string }

function queryOf({ company, from, to }: { company: number | undefined; from: number; to: number }): string {
  const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() })
  if (company !== undefined) query.set('company', String(company))
  return query.toString()
}

/** All companies for staff; else the one that the token is of. */
async function companiesOf(target: Target): Promise<(number | undefined)[]> {
  const response = await send(target, 'companies')
  if (response.status === 403) return [undefined]
  const { companies } = await bodyOf<{ companies: { number: number }[] }>(response)
  return companies.map(({ number }) => number)
}

async function ask<Body>(target: Target, path: string): Promise<Body> {
  return bodyOf<Body>(await send(target, path))
}

function send({ url, token }: Target, path: string): Promise<Response> {
  return fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } })
}

async function bodyOf<Body>(response: Response): Promise<Body> {
  const body: unknown = await response.json().catch(() => ({}))
  if (response.ok) return body as Body
  const { detail } = body as { detail?: string }
  throw failure('bad-request', detail ?? `The server answered with ${response.status}.`)
}

function numberOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be the number of a company.')
  return Number(text)
}

function daysOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > daysMax) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${daysMax}.`)
  }
  return Number(text)
}
