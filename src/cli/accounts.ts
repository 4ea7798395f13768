import { Command, InvalidArgumentError } from 'commander'
import { commandLine } from '../accounts/actor.ts'
import { isRole, roles } from '../accounts/roles.ts'
import type { Role } from '../accounts/roles.ts'
import { scopes } from '../accounts/scopes.ts'
import type { Scope } from '../accounts/scopes.ts'
import type { Tokens } from '../accounts/tokens.ts'
import type { Config } from '../config.ts'
import { parseInstant } from '../events/time.ts'
import { failure } from '../failure.ts'
import type { Ledger } from '../stores/ledger/open.ts'

/** Loaded by the command that needs it: all other commands start without the ledger. */
const administration = () => import('../accounts/administration.ts')
const companies = () => import('../accounts/companies.ts')

type AskedOfUser = { name?: string; company?: number; role: Role; staff: boolean; withoutSecondFactor?: boolean }

export type AccountsCommands = {
  config: () => Pick<Config, 'databaseUrl' | 'dataDir'>
  print: (text: string) => void
  now: () => number
}

/** `talkmeter user`, `company`, `token`: the way in for whoever runs the server, beside a running Talkmeter or without one. */
export function accountsCommands({ config, print, now }: AccountsCommands): Command[] {
  const inLedger = async <Result>(work: (ledger: Ledger) => Promise<Result>) =>
    (await import('./with-ledger.ts')).withLedger(config(), print, work)

  const user = new Command('user').description('people: list, add, let in again, switch off')
  user
    .command('list')
    .description('everybody, with their companies and roles')
    .action(async () => print(columns(await inLedger((await administration()).listUsers))))
  user
    .command('add <email>')
    .description('make a person, or give a known one a new password, which they change in their profile')
    .option('--name <name>', 'how the person is called')
    .option('--company <number>', 'make them a member of this company', numberOf)
    .option('--role <role>', `their role there: ${roles.join(', ')}`, roleOf, 'owner' as Role)
    .option('--staff', 'make them platform staff', false)
    .option('--without-second-factor', 'take their second factor away, when the device and the recovery codes are lost')
    .action(async (email: string, { withoutSecondFactor, ...asked }: AskedOfUser) => {
      const { rescueUser } = await administration()
      const rescued = { email, ...asked, isFactorLost: withoutSecondFactor ?? false }
      const password = await inLedger((ledger) => rescueUser(ledger, rescued, new Date(now())))
      print(`${email} signs in with this password and changes it in the profile; it is shown only now: ${password}`)
    })
  user
    .command('sign-out [email]')
    .description('end the sessions of a person, or with --all those of everybody')
    .option('--all', 'everybody', false)
    .action(async (email: string | undefined, { all }: { all: boolean }) => {
      if ((email === undefined) !== all) throw failure('bad-request', 'It needs an address, or --all.')
      const { signOutUsers } = await administration()
      const count = await inLedger((ledger) => signOutUsers(ledger, email, new Date(now())))
      print(`${count} sessions are over; a running Talkmeter refuses them within 5 seconds.`)
    })
  for (const [word, isOn] of [
    ['disable', false],
    ['enable', true],
  ] as const) {
    user
      .command(`${word} <email>`)
      .description(isOn ? 'let a person in again' : 'keep a person out; their sessions end')
      .action(async (email: string) => {
        const { switchUser } = await administration()
        const staff = await inLedger((ledger) => switchUser(ledger, email, isOn, new Date(now())))
        print(`${email} is switched ${isOn ? 'on' : 'off'}.`)
        if (staff === 0)
          print('Nobody of platform staff can sign in now; "talkmeter user enable" lets somebody in again.')
      })
  }

  const company = new Command('company').description('companies: list, add')
  company
    .command('list')
    .description('all companies')
    .action(async () => {
      const { listCompanies } = await companies()
      const rows = await inLedger((ledger) => ledger.asPlatform((db) => listCompanies(db)))
      print(columns(rows.map((row) => [String(row.number), row.name, row.currency, row.zone, `${row.people} people`])))
    })
  company
    .command('add <name>')
    .description('make a company')
    .option('--zone <zone>', 'IANA time zone', 'UTC')
    .option('--currency <code>', 'ISO 4217 currency', 'EUR')
    .option('--language <language>', 'en or ru', 'en')
    .option('--parent <number>', 'the reseller that it belongs to', numberOf)
    .action(async (name: string, asked: { zone: string; currency: string; language: string; parent?: number }) => {
      const { createCompany } = await companies()
      const number = await inLedger((ledger) =>
        ledger.asPlatform((db) => createCompany(db, commandLine, { name, ...asked }, new Date(now()))),
      )
      print(`Company ${number}: ${name}`)
    })

  const token = new Command('token').description('tokens of a company: list, add, revoke')
  token
    .command('list')
    .requiredOption('--company <number>', 'whose tokens', numberOf)
    .description('the tokens of a company, without their secrets')
    .action(async ({ company: number }: { company: number }) => {
      const rows = await withTokens(inLedger, now, number, (tokens) => tokens.list(number))
      print(
        columns(
          rows.map((row) => [row.id, row.name, row.scopes.join(' '), `${row.prefix}…`, row.lastUsedAt ?? 'never used']),
        ),
      )
    })
  token
    .command('add <name>')
    .requiredOption('--company <number>', 'for which company', numberOf)
    .option('--scope <scope...>', `what it may do: ${scopes.join(', ')}`, ['ingest'])
    .option('--expires <time>', 'until when it works, such as 2027-01-01T00:00:00Z; for ever without it', timeOf)
    .description('make a token; its secret is shown once')
    .action(async (name: string, asked: { company: number; scope: string[]; expires?: Date }) => {
      const wanted = asked.scope.map(scopeOf)
      const made = await withTokens(inLedger, now, asked.company, (tokens) =>
        tokens.create(asked.company, commandLine, { name, scopes: wanted, expiresAt: asked.expires ?? null }),
      )
      print(made.token)
    })
  token
    .command('revoke <id>')
    .requiredOption('--company <number>', 'of which company', numberOf)
    .description('make a token worthless')
    .action(async (id: string, asked: { company: number }) => {
      await withTokens(inLedger, now, asked.company, (tokens) => tokens.revoke(asked.company, commandLine, id))
      print(`Token ${id} is revoked; a running Talkmeter refuses it within 15 seconds.`)
    })
  return [user, company, token]
}

async function withTokens<Result>(
  inLedger: <Inner>(work: (ledger: Ledger) => Promise<Inner>) => Promise<Inner>,
  now: () => number,
  company: number,
  work: (tokens: Tokens) => Promise<Result>,
): Promise<Result> {
  const [{ companyOf }, { openTokens }] = await Promise.all([companies(), import('../accounts/tokens.ts')])
  return inLedger(async (ledger) => {
    await companyOf(ledger, company)
    const tokens = openTokens(ledger, now)
    try {
      return await work(tokens)
    } finally {
      await tokens.close()
    }
  })
}

function numberOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be the number of a company.')
  return Number(text)
}

function timeOf(text: string): Date {
  const instant = parseInstant(text)
  if (instant === undefined) throw new InvalidArgumentError('It must be an RFC 3339 time.')
  return new Date(instant)
}

function roleOf(text: string): Role {
  if (!isRole(text)) throw new InvalidArgumentError(`It must be one of ${roles.join(', ')}.`)
  return text
}

function scopeOf(text: string): Scope {
  const found = scopes.find((scope) => scope === text)
  if (found === undefined) throw failure('bad-request', `A scope is one of ${scopes.join(', ')}.`)
  return found
}

/** Rows with their columns under each other. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
