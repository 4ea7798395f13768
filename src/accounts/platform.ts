import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import type { Actor } from './actor.ts'
import { noteAct } from './audit.ts'
import { changeRecord, readRecord } from './platform-record.ts'
import { checkForm, checkOptionalCountry, checkOptionalEmail, checkShortText, mustBeVersion } from './fields.ts'

/** What staff set for the whole installation: who supplies (on invoices), and how it looks. */
export type Platform = {
  /** The product's name on every page; null shows Talkmeter. */
  brandName: string | null
  /** A picture as a data URL, PNG or JPEG: it is shown on pages and invoices. */
  logo: string | null
  supplierName: string | null
  supplierTaxId: string | null
  supplierCountry: string | null
  supplierCity: string | null
  supplierStreet: string | null
  supplierPostalCode: string | null
  supplierEmail: string | null
  supplierBankName: string | null
  supplierBankAccount: string | null
  supplierBankCode: string | null
  version: number
}

type PlatformField = Exclude<keyof Platform, 'version'>

const shortText = (lengthMax: number) => (value: unknown) => checkShortText(value, lengthMax)

/** How each setting is checked: gives what is kept, or throws an Error with the rest of "FIELD …". */
const checks: Readonly<Record<PlatformField, (value: unknown) => string | null>> = {
  brandName: shortText(40),
  logo: checkLogo,
  supplierName: shortText(200),
  supplierTaxId: shortText(40),
  supplierCountry: checkOptionalCountry,
  supplierCity: shortText(100),
  supplierStreet: shortText(200),
  supplierPostalCode: shortText(20),
  supplierEmail: checkOptionalEmail,
  supplierBankName: shortText(200),
  supplierBankAccount: shortText(40),
  supplierBankCode: shortText(40),
}

/** A PNG or JPEG of 200 KB at most: pictures that can hold no script. */
const logoForm = /^data:image\/(png|jpeg);base64,([A-Za-z\d+/]+={0,2})$/
const logoLengthMax = 280_000
/** What files of each kind begin with. */
const magicBytes = { png: Buffer.from('89504e470d0a1a0a', 'hex'), jpeg: Buffer.from('ffd8ff', 'hex') } as const

function isPicture(url: string): boolean {
  const [, kind, text = ''] = logoForm.exec(url) ?? []
  if (kind !== 'png' && kind !== 'jpeg') return false
  const magic = magicBytes[kind]
  return Buffer.from(text, 'base64').subarray(0, magic.length).equals(magic)
}

const record = 'settings'

export async function readPlatform(ledger: Ledger): Promise<Platform> {
  return ledger.asPlatform(platformOf)
}

/** The same within a transaction. */
export async function platformOf(db: LedgerTransaction): Promise<Platform> {
  return readRecord(db, record, nothingSet)
}

const nothingSet = Object.fromEntries(Object.keys(checks).map((name) => [name, null])) as Omit<Platform, 'version'>

/** Changes some settings; throws `unprocessable` naming each field at fault, `conflict` when the version is old. */
export async function changePlatform(
  ledger: Ledger,
  actor: Actor,
  asked: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<Platform> {
  const { version, ...fields } = asked
  const form = checkForm()
  const changes: Partial<Record<PlatformField, string | null>> = {}
  for (const [name, value] of Object.entries(fields)) {
    form.field(name.slice(0, 40), () => (changes[name as PlatformField] = checkField(name, value)))
  }
  form.field('version', () => mustBeVersion(version))
  form.mustBeRight()
  await ledger.asPlatform(async (db) => {
    const { before, changed } = await changeRecord(db, record, { usual: nothingSet, changes, version })
    if (changed.length === 0) return
    // A picture would swell the log; that it changed is enough.
    const shown = (values: Readonly<Partial<Record<PlatformField, string | null>>>) =>
      Object.fromEntries(
        changed.map((name) => [name, name === 'logo' && values[name] !== null ? '(a picture)' : values[name]]),
      )
    const act = {
      action: 'platform.changed',
      subject: 'platform',
      before: shown(before),
      after: shown(changes),
    } as const
    await noteAct(db, actor, { company: null, ...act }, at)
  })
  return readPlatform(ledger)
}

function checkField(name: string, value: unknown): string | null {
  if (!Object.hasOwn(checks, name))
    throw new Error(`is not a setting; there are: ${Object.keys(nothingSet).join(', ')}.`)
  return checks[name as PlatformField](value)
}

function checkLogo(value: unknown): string | null {
  if (value === null) return null
  if (typeof value !== 'string' || value.length > logoLengthMax || !isPicture(value)) {
    throw new Error('must be a PNG or JPEG of 200 KB at most, as a data URL.')
  }
  return value
}
