import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'

/**
 * The tables of the ledger as Kysely sees them; `migrations.ts` makes them. `numeric` and `bigint` columns come as
 * strings, so that no float touches money; `timestamptz` comes as Date.
 */
export type Database = {
  companies: CompanyRow
  users: UserRow
  memberships: MembershipRow
  identities: IdentityRow
  recovery_codes: RecoveryCodeRow
  invitations: InvitationRow
  sessions: SessionRow
  tokens: TokenRow
  guesses: GuessRow
  installation: InstallationRow
  platform: PlatformRow
  audit: AuditRow
  audit_heads: AuditHeadRow
  recipient_keys: RecipientKeyRow
  erased_recipients: ErasedRecipientRow
  erasures: ErasureRow
  tariffs: TariffRow
  tariff_versions: TariffVersionRow
  tariff_rates: TariffRateRow
  ledger_accounts: LedgerAccountRow
  entries: EntryRow
  postings: PostingRow
  charges: ChargeRow
  charging: ChargingRow
  invoice_series: InvoiceSeriesRow
  invoices: InvoiceRow
  invoice_documents: InvoiceDocumentRow
  invoice_files: InvoiceFileRow
  invoice_proposals: InvoiceProposalRow
  payments: PaymentRow
  invoice_states: InvoiceStateRow
  invoicing: InvoicingRow
  happenings: HappeningRow
  settlements: SettlementRow
  bank_statements: BankStatementRow
  webhook_settings: WebhookSettingsRow
  statement_lines: StatementLineRow
  low_balance_settings: LowBalanceSettingsRow
  notices: NoticeRow
  notice_deliveries: NoticeDeliveryRow
  reports: ReportRow
  report_schedules: ReportScheduleRow
  report_defaults: ReportDefaultRow
  report_settings: ReportSettingsRow
  views: ViewRow
  view_defaults: ViewDefaultRow
  share_links: ShareLinkRow
}

/** A row of a table as it is read. */
export type Row<Table extends keyof Database> = Selectable<Database[Table]>

/** A JSON document: any value in, the parsed value out. */
type Json = ColumnType<unknown, string, string>
type JsonOrNull = ColumnType<unknown, string | null, string | null>

/** Where a chain of the audit log ends. */
type AuditHeadRow = { chain: number; place: string; hash: string }

type CompanyRow = {
  /** 1, 2, 3 …: the company number, also in the log and the facts. */
  number: GeneratedAlways<number>
  /** The reseller that this company belongs to. */
  parent: number | null
  name: string
  legal_name: string | null
  tax_id: string | null
  /** ISO 3166, two letters. */
  country: string | null
  city: string | null
  street: string | null
  postal_code: string | null
  bank_name: string | null
  bank_account: string | null
  bank_code: string | null
  email: string | null
  /** ISO 4217, three letters. */
  currency: string
  /** IANA name. */
  zone: string
  language: string
  /** Days for which details of single messages are kept; null keeps them. */
  retention_days: number | null
  /** Grows with every change, so that two people who edit at once do not overwrite each other. */
  version: Generated<number>
  created_at: Generated<Date>
}

type UserRow = {
  id: GeneratedAlways<string>
  /** Lower case. */
  email: string
  name: string
  language: string | null
  /** Works for the platform: companies, tariffs, payments. */
  staff: Generated<boolean>
  /** A PHC string: `$scrypt$…`; null for who signs in elsewhere. */
  password_hash: string | null
  password_changed_at: Date | null
  totp_secret: Buffer | null
  totp_confirmed_at: Date | null
  /** The last 30-second step whose code was used: a code works once. */
  totp_last_step: Generated<string>
  disabled_at: Date | null
  created_at: Generated<Date>
}

type MembershipRow = { company: number; user_id: string; role: string; created_at: Generated<Date> }

type IdentityRow = { issuer: string; subject: string; user_id: string; created_at: Date }

type RecoveryCodeRow = { user_id: string; hash: string; used_at: Date | null }

type InvitationRow = {
  id: GeneratedAlways<string>
  company: number
  email: string
  role: string
  /** SHA-256 of the secret in the link. */
  hash: string
  invited_by: string | null
  created_at: Generated<Date>
  expires_at: Date
  accepted_at: Date | null
  revoked_at: Date | null
}

type SessionRow = {
  /** SHA-256 of the cookie, in hexadecimal digits. */
  hash: string
  user_id: string
  /** The company that the person looks at; null for staff without one. */
  company: number | null
  address: string
  user_agent: string
  created_at: Generated<Date>
  last_seen_at: Generated<Date>
  expires_at: Date
}

type TokenRow = {
  id: GeneratedAlways<string>
  company: number
  name: string
  scopes: string[]
  /** May do what platform staff may. */
  staff: Generated<boolean>
  /** SHA-256 of the token, in hexadecimal digits. */
  hash: string
  /** The first characters, so that people can tell tokens apart. */
  prefix: string
  created_by: string | null
  created_at: Generated<Date>
  expires_at: Date | null
  last_used_at: Date | null
  revoked_at: Date | null
}

type GuessRow = { target: string; wrong: number; last_at: Date; blocked_until: Date }

/** Facts about this installation as a whole: a name and a value. */
type InstallationRow = { name: string; value: string }

/** What staff set for the platform: supplier details, branding. */
type PlatformRow = { name: string; value: Json; version: Generated<number> }

type AuditRow = {
  /** The company's number, 0 for the platform: each has a chain of its own. */
  chain: number
  /** 1, 2, 3 … within the chain. */
  place: string
  at: Date
  company: number | null
  /** `user:7`, `token:12`, `cli`, `system`. */
  actor: string
  actor_name: string
  address: string
  user_agent: string
  action: string
  subject: string
  before: JsonOrNull
  after: JsonOrNull
  /** The hash of the entry before this one, and of this one with that. */
  previous: string
  hash: string
}

type RecipientKeyRow = {
  company: number
  /** 32 random bytes: with them an address becomes a pseudonym. */
  key: Buffer
  created_at: Generated<Date>
}

/** Whom to keep out of what arrives late; kept for a while only. */
type ErasedRecipientRow = {
  company: number
  /** The pseudonym. */
  person: string
  erased_at: Date
  forget_at: Date
}

/** That somebody was erased, and the proof; never who. */
type ErasureRow = {
  id: GeneratedAlways<string>
  company: number
  asked_at: Date
  actor: string
  actor_name: string
  reason: string
  /** What was changed, and what a search found afterwards; null while it is not finished. */
  messages: Generated<string | null>
  dialogues: Generated<string | null>
  calls: Generated<string | null>
  refused_events: Generated<string | null>
  log_records: Generated<string | null>
  remaining: Generated<string | null>
  finished_at: Generated<Date | null>
}

/** The seller is 0 for the platform; the buyer 0 for all of the seller's companies. */
type TariffRow = {
  id: GeneratedAlways<number>
  seller: number
  buyer: number
  currency: string
  created_at: Generated<Date>
}

type TariffVersionRow = {
  id: GeneratedAlways<number>
  tariff: number
  valid_from: Date
  own_prices: string
  note: string
  /** Who, as people read it. */
  made_by: string
  made_at: Date
  withdrawn_by: string | null
  withdrawn_at: Date | null
}

type TariffRateRow = {
  version: number
  /** As `nameOfRate` gives it. */
  name: string
  /** 0, 1, 2 … as it was written. */
  place: number
  service: string
  keys: Json
  price: string
  moment: string | null
  first_seconds: number | null
  next_seconds: number | null
  minimum_seconds: number | null
  connect_fee: string | null
  package_units: string | null
  package_fee: string | null
  steps: JsonOrNull
}

type LedgerAccountRow = { id: GeneratedAlways<number>; company: number; seller: number; kind: string; currency: string }

type EntryRow = {
  id: GeneratedAlways<string>
  company: number
  seller: number
  kind: string
  at: Date
  reason: string
  key: string | null
}

type PostingRow = { entry: string; account: number; company: number; currency: string; amount: string }

type ChargeRow = {
  id: GeneratedAlways<string>
  /** Who pays, and to whom (0: the platform). */
  company: number
  seller: number
  used_by: number
  day: string
  service: string
  kind: string
  rate: string
  unit_price: string | null
  /** Empty where there is no price. */
  currency: string
  events: string
  quantity: string
  amount: string
  entry: string | null
  corrects: boolean
  at: Date
}

type ChargingRow = {
  company: number
  /** Of the facts: what they hold by then is charged. */
  generation: string
  /** As the company had them when it was charged. */
  zone: string
  currency: string | null
  charged_until: Date | null
  anew_from: Date | null
}

type LowBalanceSettingsRow = {
  company: number
  is_on: boolean
  threshold: string
  emails: string[]
  webhook_url: string | null
  /** What webhooks are signed with: the platform’s own work only sees it. */
  webhook_secret: string | null
  /** Whether the balance was below when it was looked at last. */
  is_below: Generated<boolean>
  version: Generated<number>
}

type NoticeRow = {
  id: GeneratedAlways<string>
  company: number
  at: Date
  /** Of a report that has ended; of a balance there are amount, threshold and currency. */
  report: string | null
  amount: string | null
  threshold: string | null
  currency: string | null
  charged_until: Date | null
}

type NoticeDeliveryRow = {
  id: GeneratedAlways<string>
  /** What is told: a low balance, or something that happened. */
  notice: string | null
  happening: string | null
  company: number
  way: string
  target: string
  attempts: Generated<number>
  next_at: Date | null
  sent_at: Date | null
  error: string | null
}

type ReportRow = {
  id: GeneratedAlways<string>
  company: number
  name: string
  service: string
  type: string
  /** What somebody must be allowed to do to see it. */
  needs: string[]
  /** Period, filters, columns, format and language. */
  asked: Json
  actor: string
  actor_name: string
  is_automatic: Generated<boolean>
  /** With which it was asked for, and what was asked for with it: the same request comes twice. */
  key: string | null
  key_content: string | null
  status: string
  added_at: Date
  queued_at: Date
  /** How often it was asked to be made. */
  run: Generated<number>
  attempts: Generated<number>
  worker: string | null
  lease_until: Date | null
  started_at: Date | null
  phase: Generated<string>
  rows_done: Generated<string>
  rows_all: string | null
  seconds_left: number | null
  error_code: string | null
  error: string | null
  formed_at: Date | null
  read_at: Date | null
  file_key: string | null
  file_bytes: string | null
  file_sha256: string | null
  rows: string | null
  checksum: string | null
  totals: JsonOrNull
  expired_at: Date | null
  /** Which schedule asked for it, and when that was due. */
  schedule: string | null
  due_at: Date | null
}

type ReportScheduleRow = {
  id: GeneratedAlways<string>
  company: number
  name: string
  service: string
  type: string
  needs: string[]
  /** Filters, columns, format and language. */
  form: Json
  timetable: Json
  covers: string
  is_on: boolean
  emails: string[]
  is_default: Generated<boolean>
  /** By whose clock it is due next. */
  zone: string
  next_at: Date | null
  last_at: Date | null
  version: Generated<number>
  created_at: Date
  /** `user:7` or `token:12`, who answers for it; nobody for one that was made by itself. */
  maker: string | null
  /** Why it stopped by itself. */
  stopped: string | null
}

type ReportDefaultRow = { company: number; service: string; made_at: Date }

type ReportSettingsRow = {
  company: number
  webhook_url: string | null
  /** What webhooks are signed with: the platform’s own work only sees it. */
  webhook_secret: string | null
  version: Generated<number>
}

/** The last number that was taken of a series. */
type InvoiceSeriesRow = { seller: number; series: string; last: number }

type InvoiceRow = {
  id: GeneratedAlways<string>
  /** Who pays, and to whom (0: the platform). */
  company: number
  seller: number
  kind: string
  number: string
  series: string
  place: number
  currency: string
  /** The first day of the month, and the first after it; of usage only. */
  period_from: string | null
  period_to: string | null
  zone: string
  /** The id of the last charge that was posted when it was made. */
  charge_mark: string | null
  issued_at: Date
  issued_on: string
  due_on: string | null
  credits: string | null
  entry: string | null
  key: string | null
  voided_at: Date | null
  voided_by: string | null
  void_reason: string | null
  /** Of the number, nothing else. */
  digits: GeneratedAlways<string>
}

type InvoiceDocumentRow = {
  invoice: string
  revision: number
  company: number
  /** The JSON of an `InvoiceDocument`. */
  document: string
  total: string
  made_at: Date
  actor: string
  actor_name: string
  actor_email: string | null
  approved_by: string | null
  already_paid: string | null
  comment: string | null
  entry: string | null
}

type InvoiceFileRow = {
  invoice: string
  revision: number
  company: number
  format: string
  sha256: string
  bytes: Buffer
  made_at: Date
}

type InvoiceProposalRow = {
  id: GeneratedAlways<string>
  invoice: string
  company: number
  base_revision: number
  change: Json
  document: string
  amount: string
  proposed_at: Date
  actor: string
  actor_name: string
  actor_email: string | null
  state: Generated<string>
  decided_at: Date | null
  decided_by: string | null
  decided_by_name: string | null
  decision_note: string | null
}

type PaymentRow = {
  id: GeneratedAlways<string>
  company: number
  seller: number
  /** That which the payer named. */
  invoice: string | null
  amount: string
  currency: string
  received_at: Date
  recorded_at: Date
  source: string
  /** What it is for, as people read it. */
  base: string
  note: Generated<string>
  /** What of it the invoice that was named did not lack. */
  beyond_due: Generated<string>
  reference: Generated<string>
  takes_back: string | null
  entry: string
  actor: string
  actor_name: string
}

type WebhookSettingsRow = {
  company: number
  is_on: boolean
  url: string | null
  secret: string | null
  events: string[]
  mails_invoices: boolean
  version: Generated<number>
}

type BankStatementRow = {
  id: GeneratedAlways<string>
  sha256: string
  file_name: string
  format: string
  accounts: Json
  line_count: number
  known_count: number
  imported_at: Date
  actor: string
  actor_name: string
}

type StatementLineRow = {
  id: GeneratedAlways<string>
  statement: string
  /** What tells it from all others, whichever file it is in. */
  fingerprint: string
  format: string
  account: string
  place: string
  date: string
  amount: string
  currency: string
  kind: string
  reference: string
  payer_name: string
  payer_account: string
  payer_tax_id: string
  purpose: string
  state: string
  why: string
  payment: string | null
  decided_at: Date | null
  decided_by: string | null
  decided_by_name: string | null
  note: string | null
}

type SettlementRow = { id: GeneratedAlways<string>; company: number; invoice: string; amount: string; at: Date }

/** An invoice with what it asks for by now, and what was paid of it. */
type InvoiceStateRow = Omit<InvoiceRow, 'id' | 'series' | 'place'> & {
  id: string
  /** The first day of its period, else the day on which it was made. */
  month: string
  revision: number
  total: string
  paid: string
}

/** The first day that no invoice was made for. */
type InvoicingRow = { company: number; closed_until: string }

type HappeningRow = {
  id: GeneratedAlways<string>
  company: number
  kind: string
  subject: string
  at: Date
  told_at: Date | null
}

type ViewRow = {
  id: GeneratedAlways<string>
  company: number
  /** As the audit log names them: `user:7`, `token:12`. */
  owner: string
  owner_name: string
  page: string
  name: string
  shown: Json
  /** Whether it is of the whole company. */
  is_shared: boolean
  version: Generated<number>
  created_at: Date
  updated_at: Date
}

/** The view that somebody’s page opens with. */
type ViewDefaultRow = { company: number; person: string; page: string; view: string }

type ShareLinkRow = {
  id: GeneratedAlways<string>
  company: number
  name: string
  page: string
  panel: string | null
  shown: Json
  shows_money: boolean
  /** Of the secret; the company's role cannot read it. */
  hash: string
  maker: string
  maker_name: string
  created_at: Date
  expires_at: Date
  revoked_at: Date | null
  opened_at: Date | null
  opened_times: Generated<string>
}
