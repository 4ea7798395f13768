/** The shapes that the API answers with, as far as the pages read them. */

/** A text in both languages of the product. */
export type Text = { en: string; ru: string }

export type Company = { number: number; name: string; zone: string; language: string; currency: string }
export type Scope = 'ingest' | 'read' | 'billing' | 'admin'
export type Role = 'owner' | 'finance' | 'analyst' | 'operator'
export type Session = {
  /** Without a role for platform staff in a company that they are not of. */
  user: { id: string; name: string; email: string; role?: Role }
  scopes: readonly Scope[]
  staff: boolean
  company: Company
  /** Those that the person is of. */
  companies: readonly { number: number; name: string; role: Role }[]
}

/** What the installation shows itself as; null where it has nothing of its own. */
export type Branding = {
  brandName: string | null
  logo: string | null
  /** The name of the provider that people can sign in with. */
  openIdName?: string | null
}

/** A person's own account. */
export type Profile = {
  id: string
  email: string
  name: string
  language: string | null
  hasPassword: boolean
  hasSecondFactor: boolean
  /** Those that are not used yet. */
  recoveryCodes: number
}

/** Where a person is signed in. */
export type PlaceSignedIn = {
  id: string
  address: string
  userAgent: string
  createdAt: string
  lastSeenAt: string
  isThis: boolean
}

/** A second factor that waits for its first code. */
export type Enrolment = { secret: string; url: string }

/** What an invitation offers. */
export type Offer = { email: string; role: Role; company: string; hasAccount: boolean }

export type MeasureEntry = { name: string; title: Text; unit: string; definition: Text }

export type PanelEntry = {
  id: string
  page: string
  title: Text
  chart: string
  unit: string
  width: number
  timeBasis: Text
  by: readonly string[]
  measures: readonly MeasureEntry[]
  /** What is told of the whole besides. */
  totals: readonly MeasureEntry[]
  filters: readonly string[]
  /** What can be listed behind its numbers; null where nothing can be. */
  rowsOf: RowsOf | null
  /** The period of a panel that follows the clock. */
  live: string | null
}

/** Names by kind, and the kinds that have more than were told. */
export type Names = Readonly<Record<string, readonly Named[] | undefined>> & { more: readonly string[] }
export type Named = { id: string; name: string }

export type Dimension = { title: Text; values: readonly { value: string; title: Text }[] }

export type Catalogue = {
  pages: readonly { id: string; title: Text; filters: readonly string[]; panels: readonly string[] }[]
  panels: readonly PanelEntry[]
  dimensions: Readonly<Record<string, Dimension>>
}

/** A cell: counts and shares are numbers, money is a decimal string, null is "cannot be said". */
export type Cell = string | number | null
export type Row = readonly Cell[]
export type Column = { name: string; type: string; unit: string | null; title?: string }
export type AskedPeriod = { from: string; to: string; zone: string }
export type Totals = Readonly<Record<string, unknown>>

export type Completeness = {
  /** Share (0…1) of the messages without a final status; null when there are no messages. */
  openShare: number | null
  open: number
  messages: number
  /** Whether events were accepted that were not all counted yet. */
  isFolding: boolean
  /** When the newest message was created: where the data ends. */
  newestEventAt: string | null
  /** The feeds that were heard from last, the latest first. */
  feeds: readonly Feed[]
}

/** What has come in under one `source`, and when the newest of it came. */
export type Feed = { source: string; newestEventAt: string; events: number }

export type Ids = readonly (string | null)[]

export type PanelAnswer = {
  panel: { id: string; title: string; unit: string; chart: string }
  period: AskedPeriod
  columns: readonly Column[]
  rows: readonly Row[]
  /** Of rows that have the name of a chat or an operator: its id; null for the others together. */
  ids?: Ids
  /** Of lines over time: how many have none. */
  more?: number
  totals: Totals
  asOf: string
  completeness: Completeness
  compare?: { period: AskedPeriod; rows: readonly Row[]; ids?: Ids; totals: Totals }
}

export type PageAnswer = {
  period: AskedPeriod
  asOf: string
  completeness: Completeness
  panels: Readonly<Record<string, PanelAnswer | Problem | undefined>>
}

/** What the rows of a list are: messages of all channels, messages written in dialogues, dialogues, replies, calls, attempts to call, or stretches of presence. */
export type RowsOf = 'messages' | 'chat_messages' | 'dialogues' | 'replies' | 'calls' | 'attempts' | 'stretches'

export type RowsAnswer = {
  of: RowsOf
  columns: readonly Column[]
  rows: readonly Row[]
  next: string | null
  total: number
  /** What columns come to over all pages, where the number is no count of rows. */
  totals?: Readonly<Record<string, number>>
}

/** An event as it was sent, but for whom it went to. */
export type SentEvent<Data> = { id: string; source: string; type: string; time?: string | null; data: Data }

/** What is read of the event of a message. */
export type StatusData = {
  status: string
  required?: boolean
  price?: { amount: string; currency: string }
  providerStatus?: string
  reason?: string
}

/** What is read of an event of a dialogue: a change of it, or a message. */
export type ChatData = {
  change?: string
  author?: string
  text?: string
  operator?: { id: string; name?: string }
  group?: { id: string; name?: string }
}

/** The events that something was folded from, in the order of their receipt; `more` when these are not all. */
export type Events<Data> = { events: readonly { receivedAt: string; event: SentEvent<Data> }[]; more: boolean }

export type MessageAnswer = Events<StatusData> & { message: Readonly<Record<string, Cell>> }

/** A dialogue, what was written in it (at most the last of it), and its events. Cells by the names of their columns. */
export type DialogueAnswer = Events<ChatData> & {
  dialogue: Readonly<Record<string, Cell>>
  messages: readonly Readonly<Record<string, Cell>>[]
  moreMessages: boolean
}

/** What is read of an event of a call. */
export type CallData = {
  status: string
  outcome?: string
  leg?: string
  trunk?: string
  evaluation?: string
  operator?: { id: string; name?: string }
  bot?: { id: string; name?: string }
}

/** A call, its legs, and its events. Cells by the names of their columns. */
export type CallAnswer = Events<CallData> & {
  call: Readonly<Record<string, Cell>>
  legs: readonly Readonly<Record<string, Cell>>[]
}

/** An RFC 9457 problem document. */
export type Problem = {
  title: string
  status: number
  detail?: string
  code?: string
  requestId?: string
  fields?: readonly { field: string; detail: string }[]
  /** The fields of the company that have to be filled in first. */
  missing?: readonly string[]
}
