import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { clone } from './clone.ts'
import { failure } from './failure.ts'

/** Everything that the environment decides, parsed once at the start; nobody else reads the environment. */
export type Config = {
  /** Address to listen on. */
  host: string
  port: number
  /** Absolute path of the folder that holds the log, the embedded stores and the lock. */
  dataDir: string
  /** The URL at which people reach this installation, without a slash at the end. */
  publicUrl: string | undefined
  /** A PostgreSQL server for the ledger; undefined: the embedded one. */
  databaseUrl: string | undefined
  /** A ClickHouse server for the facts; undefined: the embedded engine. */
  clickhouseUrl: string | undefined
  initialAdminEmail: string | undefined
  initialAdminPassword: string | undefined
  initialToken: string | undefined
  /** An OpenID Connect provider that people may sign in with. */
  openIdIssuer: string | undefined
  openIdClientId: string | undefined
  openIdClientSecret: string | undefined
  openIdName: string
  /** Addresses and networks of reverse proxies that say truly for whom they speak. */
  trustedProxies: readonly string[] | undefined
  /** Requests a minute from one network, of one token, or of one person; more are refused. */
  requestsPerMinuteMax: number
  /** For the commands that speak to a running Talkmeter (import, simulate): where it is, and the token to use. */
  clientUrl: string | undefined
  clientToken: string | undefined
  /** Memory that the embedded ClickHouse engine may take. */
  engineMemoryBytesMax: number
  /** Usage is charged each so many seconds. */
  chargeEverySeconds: number
  /** A mail server, and the address that mail is from; without one no mail is sent. */
  smtpUrl: string | undefined
  mailFrom: string | undefined
  /** Networks that are not of the public internet, and that webhooks may go to all the same. */
  webhookNetworks: readonly string[] | undefined
  /** Where the files of reports are; undefined: in the data folder. */
  reportsDir: string | undefined
  /** So many reports are made at once, and one has so many rows at most. */
  reportsAtOnce: number
  reportRowsMax: number
  /** Their files are taken away after so many days. */
  reportsKeepDays: number
  /** A bucket of an S3-compatible store for their files, and how to get in. */
  reportsS3Url: string | undefined
  reportsS3Region: string
  reportsS3Key: string | undefined
  reportsS3Secret: string | undefined
  /** What another system signs payments with that it tells; several while one takes the place of another. */
  paymentWebhookSecrets: readonly string[] | undefined
  /** Where people open Grafana, if its dashboards are there. */
  grafanaUrl: string | undefined
  /** What Grafana reads numbers with; and what its dashboards are put into it with. */
  grafanaToken: string | undefined
  grafanaServiceToken: string | undefined
  logLevel: LogLevel
}

type LogLevel = (typeof logLevels)[number]
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const

type Environment = Readonly<Record<string, string | undefined>>

/** A row of the table of settings: how one variable of the environment is named, described and read. */
type Setting<Value> = {
  variable: string
  description: string
  /** The value when the variable is not set, as it would be written. */
  fallback: string | undefined
  /** Gives the value, or throws an Error with the rest of the sentence "VARIABLE …". */
  parse: (text: string) => Value
  /** Its value is never printed. */
  secret?: true
}

type Settings = { [Key in keyof Config]: Setting<Exclude<Config[Key], undefined>> }

const settings: Settings = {
  host: {
    variable: 'TALKMETER_HOST',
    description: 'Address to listen on; "localhost" is reachable from this machine only, "0.0.0.0" from everywhere',
    fallback: 'localhost',
    parse: nonEmpty,
  },
  port: {
    variable: 'TALKMETER_PORT',
    description: 'TCP port to listen on; 0 takes any free one',
    fallback: '8080',
    parse: (text) => integer(text, 0, 65_535),
  },
  dataDir: {
    variable: 'TALKMETER_DATA_DIR',
    description: 'Folder of the log, the embedded stores and the lock',
    fallback: join(clone, 'data'),
    parse: (text) => resolve(nonEmpty(text)),
  },
  publicUrl: {
    variable: 'TALKMETER_PUBLIC_URL',
    description: 'URL at which people reach this installation; with https, session cookies are Secure',
    fallback: undefined,
    parse: (text) => url(text, ['http:', 'https:']).replace(/\/+$/, ''),
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    description: 'A PostgreSQL server, 15 or newer, for the ledger, in place of the embedded one',
    fallback: undefined,
    parse: (text) => url(text, ['postgres:', 'postgresql:']),
    secret: true,
  },
  clickhouseUrl: {
    variable: 'CLICKHOUSE_URL',
    description: 'A ClickHouse server for the facts, in place of the embedded engine',
    fallback: undefined,
    parse: (text) => url(text, ['http:', 'https:']),
    secret: true,
  },
  initialAdminEmail: {
    variable: 'TALKMETER_INIT_ADMIN_EMAIL',
    description:
      'E-mail address of the first administrator, for a set-up without the setup page (with TALKMETER_INIT_ADMIN_PASSWORD)',
    fallback: undefined,
    parse: emailAddress,
  },
  initialAdminPassword: {
    variable: 'TALKMETER_INIT_ADMIN_PASSWORD',
    description:
      'Password of the first administrator, for a set-up without the setup page; read at the first start only',
    fallback: undefined,
    parse: (text) => atLeast(text, 10),
    secret: true,
  },
  initialToken: {
    variable: 'TALKMETER_INIT_TOKEN',
    description: 'A token of the first company with every scope, and of platform staff; read at the first start only',
    fallback: undefined,
    parse: (text) => atLeast(text, 16),
    secret: true,
  },
  openIdIssuer: {
    variable: 'TALKMETER_OIDC_ISSUER',
    description: 'URL of an OpenID Connect provider that people may sign in with; needs TALKMETER_PUBLIC_URL',
    fallback: undefined,
    parse: (text) => url(text, ['https:', 'http:']),
  },
  openIdClientId: {
    variable: 'TALKMETER_OIDC_CLIENT_ID',
    description: 'What that provider calls this installation',
    fallback: undefined,
    parse: nonEmpty,
  },
  openIdClientSecret: {
    variable: 'TALKMETER_OIDC_CLIENT_SECRET',
    description: 'The secret that the provider gave to this installation',
    fallback: undefined,
    parse: nonEmpty,
    secret: true,
  },
  openIdName: {
    variable: 'TALKMETER_OIDC_NAME',
    description: 'What the sign-in page calls the provider',
    fallback: 'OpenID Connect',
    parse: nonEmpty,
  },
  trustedProxies: {
    variable: 'TALKMETER_TRUSTED_PROXIES',
    description:
      'Addresses or networks of reverse proxies whose X-Forwarded-For is believed, such as "127.0.0.1,10.0.0.0/8"',
    fallback: undefined,
    parse: networks,
  },
  requestsPerMinuteMax: {
    variable: 'TALKMETER_REQUESTS_PER_MINUTE',
    description: 'So many requests a minute one network, one token or one person may send; more are refused with 429',
    fallback: '30000',
    parse: (text) => integer(text, 1, 100_000_000),
  },
  clientUrl: {
    variable: 'TALKMETER_URL',
    description: 'For import, simulate and other clients: the running Talkmeter to speak to (also --url)',
    fallback: undefined,
    parse: (text) => url(text, ['http:', 'https:']).replace(/\/+$/, ''),
  },
  clientToken: {
    variable: 'TALKMETER_TOKEN',
    description: 'For import, simulate and other clients: the token to speak with (also --token)',
    fallback: undefined,
    parse: nonEmpty,
    secret: true,
  },
  engineMemoryBytesMax: {
    variable: 'TALKMETER_ENGINE_MEMORY_MAX',
    description: 'Memory that the embedded ClickHouse engine may take, such as 800M or 4G',
    fallback: '1G',
    parse: (text) => bytes(text, 268_435_456),
  },
  chargeEverySeconds: {
    variable: 'TALKMETER_CHARGE_EVERY_SECONDS',
    description: 'How often usage is charged: so old the balance is at most',
    fallback: '300',
    parse: (text) => integer(text, 1, 86_400),
  },
  smtpUrl: {
    variable: 'TALKMETER_SMTP_URL',
    description:
      'A mail server for notices, such as "smtps://user:password@mail.example.com"; with smtp:// STARTTLS is used where it is offered, and demanded by "?requireTLS=true"',
    fallback: undefined,
    parse: (text) => url(text, ['smtp:', 'smtps:']),
    secret: true,
  },
  mailFrom: {
    variable: 'TALKMETER_MAIL_FROM',
    description: 'The address that mail is from (with TALKMETER_SMTP_URL)',
    fallback: undefined,
    parse: emailAddress,
  },
  webhookNetworks: {
    variable: 'TALKMETER_WEBHOOK_NETWORKS',
    description:
      'Private networks that webhooks may be sent to, also by http, such as "10.0.0.0/8"; without it only the public internet, by https',
    fallback: undefined,
    parse: networks,
  },
  reportsDir: {
    variable: 'TALKMETER_REPORTS_DIR',
    description: 'Folder of the files of reports, when they are not to be in the data folder',
    fallback: undefined,
    parse: (text) => resolve(nonEmpty(text)),
  },
  reportsAtOnce: {
    variable: 'TALKMETER_REPORTS_AT_ONCE',
    description: 'So many reports are made at once; the others wait, and companies take turns',
    fallback: '2',
    parse: (text) => integer(text, 1, 64),
  },
  reportRowsMax: {
    variable: 'TALKMETER_REPORT_ROWS_MAX',
    description: 'So many rows a report has at most; what would have more is refused with both numbers',
    fallback: '10000000',
    parse: (text) => integer(text, 1, 1_000_000_000),
  },
  reportsKeepDays: {
    variable: 'TALKMETER_REPORTS_KEEP_DAYS',
    description: 'The files of reports are taken away after so many days; what was in them can be generated again',
    fallback: '90',
    parse: (text) => integer(text, 1, 36_500),
  },
  reportsS3Url: {
    variable: 'TALKMETER_REPORTS_S3_URL',
    description:
      'A bucket of an S3-compatible store for the files of reports, such as "https://s3.eu-central-1.amazonaws.com/bucket/folder"',
    fallback: undefined,
    parse: (text) => url(text, ['https:', 'http:']),
  },
  reportsS3Region: {
    variable: 'TALKMETER_REPORTS_S3_REGION',
    description: 'The region of that bucket',
    fallback: 'us-east-1',
    parse: nonEmpty,
  },
  reportsS3Key: {
    variable: 'TALKMETER_REPORTS_S3_KEY',
    description: 'The access key of that bucket',
    fallback: undefined,
    parse: nonEmpty,
  },
  reportsS3Secret: {
    variable: 'TALKMETER_REPORTS_S3_SECRET',
    description: 'The secret of that access key',
    fallback: undefined,
    parse: nonEmpty,
    secret: true,
  },
  paymentWebhookSecrets: {
    variable: 'TALKMETER_PAYMENT_WEBHOOK_SECRET',
    description:
      'What another system signs payments with that it tells to /api/v1/webhooks/payments: "whsec_" and 24 bytes or more in base64; several with commas while one takes the place of another',
    fallback: undefined,
    parse: webhookSecrets,
    secret: true,
  },
  grafanaUrl: {
    variable: 'TALKMETER_GRAFANA_URL',
    description: 'URL at which people open Grafana: the pages of graphs lead to the same dashboards there',
    fallback: undefined,
    parse: (text) => url(text, ['http:', 'https:']).replace(/\/+$/, ''),
  },
  grafanaToken: {
    variable: 'TALKMETER_GRAFANA_TOKEN',
    description:
      'A token with the scope "read" that Grafana reads numbers with (for grafana push, and for Grafana itself)',
    fallback: undefined,
    parse: nonEmpty,
    secret: true,
  },
  grafanaServiceToken: {
    variable: 'TALKMETER_GRAFANA_SERVICE_TOKEN',
    description: 'For grafana push: the token of a service account of Grafana (also --grafana-token)',
    fallback: undefined,
    parse: nonEmpty,
    secret: true,
  },
  logLevel: {
    variable: 'TALKMETER_LOG_LEVEL',
    description: `How much is logged: ${logLevels.join(', ')}`,
    fallback: 'info',
    parse: (text) => oneOf(text, logLevels),
  },
}

/** Reads the environment; throws one `misconfigured` failure that names every variable at fault. */
export function readConfig(environment: Environment): Config {
  const faults: { field: string; detail: string }[] = []
  const entries = Object.entries(settings).map(([key, setting]) => {
    // An empty variable is what a compose file makes of one that is not set.
    const text = environment[setting.variable] || setting.fallback
    if (text === undefined) return [key, undefined]
    try {
      return [key, setting.parse(text)]
    } catch (error) {
      faults.push({ field: setting.variable, detail: error instanceof Error ? error.message : String(error) })
      return [key, undefined]
    }
  })
  for (const variable of unknownVariables(environment)) {
    faults.push({ field: variable, detail: 'is not a setting of Talkmeter ("talkmeter settings" lists them)' })
  }
  if (faults.length > 0) {
    throw failure('misconfigured', faults.map((fault) => `${fault.field} ${fault.detail}.`).join('\n'), faults)
  }
  return Object.fromEntries(entries) as Config
}

/** What `talkmeter settings` shows: a row per setting, secrets hidden. */
export function describeSettings(environment: Environment) {
  return Object.values(settings).map(({ variable, description, fallback, secret }: Setting<unknown>) => {
    const given = environment[variable] || undefined
    return { variable, description, fallback, value: given !== undefined && secret ? '(hidden)' : given }
  })
}

/** Misspelt settings: variables that look like ours and are none. Our own tests and scripts use TALKMETER_TEST_. */
function unknownVariables(environment: Environment): string[] {
  const known = new Set(Object.values(settings).map((setting) => setting.variable))
  return Object.keys(environment).filter(
    (variable) => variable.startsWith('TALKMETER_') && !variable.startsWith('TALKMETER_TEST_') && !known.has(variable),
  )
}

function nonEmpty(text: string): string {
  if (text.trim() === '') throw new Error('is empty')
  return text.trim()
}

function integer(text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Error(`must be a whole number from ${least} to ${most}, not "${text}"`)
  }
  return value
}

function url(text: string, protocols: readonly string[]): string {
  const protocol = URL.canParse(text) ? new URL(text).protocol : undefined
  if (protocol === undefined || !protocols.includes(protocol)) {
    throw new Error(`must be a URL that starts with ${protocols.map((allowed) => `${allowed}//`).join(' or ')}`)
  }
  return text
}

function networks(text: string): string[] {
  const list = text.split(',').map((part) => part.trim())
  const wrong = list.find((part) => {
    const [address = '', bits, ...rest] = part.split('/')
    const most = isIP(address) === 6 ? 128 : 32
    return (
      isIP(address) === 0 || rest.length > 0 || (bits !== undefined && !(/^\d+$/.test(bits) && Number(bits) <= most))
    )
  })
  if (wrong !== undefined) throw new Error(`must be addresses or networks such as "10.0.0.0/8", not "${wrong}"`)
  return list
}

function webhookSecrets(text: string): string[] {
  const secrets = text.split(',').map((part) => part.trim())
  if (secrets.every(isWebhookSecret)) return secrets
  throw new Error('must be "whsec_" and 24 bytes or more in base64; make one with: openssl rand -base64 32')
}

function isWebhookSecret(text: string): boolean {
  return /^whsec_[A-Za-z\d+/]+=*$/.test(text) && Buffer.from(text.slice(6), 'base64').length >= 24
}

function emailAddress(text: string): string {
  if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new Error(`must be an e-mail address, not "${text}"`)
  return text
}

function atLeast(text: string, characters: number): string {
  if (text.length < characters) throw new Error(`must have at least ${characters} characters`)
  return text
}

const bytesPerUnit: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }

function bytes(text: string, least: number): number {
  const [, digits, unit] = /^(\d+)([KMG]?)$/.exec(text) ?? []
  const value = Number(digits) * (bytesPerUnit[unit ?? ''] ?? Number.NaN)
  if (!(value >= least))
    throw new Error(`must be at least ${least / 1024 ** 2}M, written like 800M or 4G, not "${text}"`)
  return value
}

function oneOf<Word extends string>(text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text)
  if (found === undefined) throw new Error(`must be one of ${words.join(', ')}, not "${text}"`)
  return found
}
