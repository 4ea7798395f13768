import type { Actor } from '../accounts/actor.ts'
import { noteAct } from '../accounts/audit.ts'
import type { ActName } from '../accounts/acts.ts'
import { checkForm, checkName, mustBeVersion } from '../accounts/fields.ts'
import { failure } from '../failure.ts'
import { pageById } from '../panels/pages.ts'
import type { Page } from '../panels/pages.ts'
import { takeTurn } from '../stores/ledger/open.ts'
import type { Ledger, LedgerTransaction } from '../stores/ledger/open.ts'
import { checkPage, readShown, shownFields } from './shown.ts'
import type { Shown } from './shown.ts'

/** A view as the API gives it to somebody. */
export type View = Shown & {
  id: string
  page: string
  name: string
  /** Whether everybody of the company who may read has it. */
  isShared: boolean
  /** Whether the page opens with it for whoever asks. */
  isDefault: boolean
  /** Whether whoever asks made it. */
  isOwn: boolean
  /** Whether whoever asks may change and delete it. */
  mayChange: boolean
  /** The name of who made it. */
  madeBy: string
  version: number
  createdAt: string
  updatedAt: string
}

/** Who comes: in which company, and whether they may do something about what is of the whole company. */
export type Viewer = { company: number; actor: Actor; name: string; mayShare: boolean }

export type ViewDesk = {
  /** Their own and those of the company, by name. */
  list: (viewer: Viewer, page: string | undefined) => Promise<View[]>
  add: (viewer: Viewer, body: unknown, at: Date) => Promise<View>
  change: (viewer: Viewer, id: string, body: unknown, at: Date) => Promise<View>
  remove: (viewer: Viewer, id: string, at: Date) => Promise<void>
}

const ownMax = 100
const sharedMax = 200

export function createViewDesk(ledger: Ledger): ViewDesk {
  return {
    list: (viewer, page) =>
      ledger.asCompany(viewer.company, async (db) => {
        let rows = viewsFor(db, viewer)
        if (page !== undefined) rows = rows.where('page', '=', page)
        const found = await rows.selectAll().orderBy('name').orderBy('id').execute()
        const usual = await defaultsOf(db, viewer)
        return found.map((row) => viewOf(row, viewer, usual))
      }),
    async add(viewer, body, at) {
      const asked = bodyOf(body)
      const { page, name, isShared, isDefault, shown } = readNew(asked)
      if (isShared) mustMayShare(viewer)
      const { company, actor } = viewer
      return ledger.asCompany(company, async (db) => {
        await mustHaveRoom(db, viewer, { page: page.id, name, isShared })
        const row = await db
          .insertInto('views')
          .values({
            company,
            owner: actor.id,
            owner_name: viewer.name,
            page: page.id,
            name,
            shown: JSON.stringify(shown),
            is_shared: isShared,
            created_at: at,
            updated_at: at,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
        if (isDefault === true) await openWith(db, viewer, row)
        if (isShared) await note(db, viewer, { action: 'view.created', id: row.id, after: toldOf(row) }, at)
        return viewOf(row, viewer, await defaultsOf(db, viewer))
      })
    },
    change: (viewer, id, body, at) =>
      ledger.asCompany(viewer.company, async (db) => {
        const row = await held(db, viewer, id)
        const asked = bodyOf(body)
        const changes = readChanges(asked, pageById.get(row.page))
        if (changes.version !== undefined && changes.version !== row.version) {
          throw failure(
            'conflict',
            'Somebody else changed this view in the meantime. Load it again, then repeat your change.',
          )
        }
        const { isDefault, version: _, ...values } = changes
        if (isDefault === true) await openWith(db, viewer, row)
        if (isDefault === false)
          await db
            .deleteFrom('view_defaults')
            .where('view', '=', row.id)
            .where('person', '=', viewer.actor.id)
            .execute()
        const after = Object.keys(values).length === 0 ? row : await changeRow(db, viewer, { row, values }, at)
        return viewOf(after, viewer, await defaultsOf(db, viewer))
      }),
    remove: (viewer, id, at) =>
      ledger.asCompany(viewer.company, async (db) => {
        const row = await held(db, viewer, id)
        mustMayChange(row, viewer)
        await db.deleteFrom('views').where('id', '=', row.id).execute()
        if (row.is_shared) await note(db, viewer, { action: 'view.deleted', id: row.id, before: toldOf(row) }, at)
      }),
  }
}

type ViewRow = Awaited<ReturnType<typeof held>>
type Changes = { name?: string; isShared?: boolean; shown?: Shown }

async function changeRow(
  db: LedgerTransaction,
  viewer: Viewer,
  { row, values }: { row: ViewRow; values: Changes },
  at: Date,
): Promise<ViewRow> {
  mustMayChange(row, viewer)
  const { name = row.name, isShared = row.is_shared, shown } = values
  if (isShared !== row.is_shared) mustMayShare(viewer)
  // One of the company stays with who made it, and so does its name among their views.
  await mustHaveRoom(db, viewer, { page: row.page, name, isShared, owner: row.owner, row })
  const after = await db
    .updateTable('views')
    .set({
      name,
      is_shared: isShared,
      ...(shown === undefined ? {} : { shown: JSON.stringify(shown) }),
      version: row.version + 1,
      updated_at: at,
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  // What was of the company is nobody else's any more.
  if (!isShared)
    await db.deleteFrom('view_defaults').where('view', '=', row.id).where('person', '!=', row.owner).execute()
  if (isShared || row.is_shared) {
    await note(db, viewer, { action: 'view.changed', id: row.id, before: toldOf(row), after: toldOf(after) }, at)
  }
  return after
}

function viewsFor(db: LedgerTransaction, { company, actor }: Pick<Viewer, 'company' | 'actor'>) {
  return db
    .selectFrom('views')
    .where('company', '=', company)
    .where((where) => where.or([where('owner', '=', actor.id), where('is_shared', '=', true)]))
}

async function held(db: LedgerTransaction, viewer: Viewer, id: string) {
  const row = /^\d{1,18}$/.test(id)
    ? await viewsFor(db, viewer).selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    : undefined
  if (row === undefined) throw failure('not-found', `There is no view ${id.slice(0, 20)}.`)
  return row
}

/** A name is one of its kind among the views of a page that somebody made, and there are only so many. */
async function mustHaveRoom(
  db: LedgerTransaction,
  { company, actor }: Viewer,
  wanted: { page: string; name: string; isShared: boolean; owner?: string; row?: ViewRow },
): Promise<void> {
  const { page, name, isShared, owner = actor.id, row } = wanted
  await takeTurn(db, 'views', company)
  const own = await db.selectFrom('views').select(['id', 'page', 'name']).where('owner', '=', owner).execute()
  const isTaken = own.some((one) => one.id !== row?.id && one.page === page && keyOf(one.name) === keyOf(name))
  if (isTaken) {
    const form = checkForm('conflict')
    form.fault('name', 'is the name of another view of this page.')
    form.mustBeRight()
  }
  if (row === undefined && own.length >= ownMax) {
    throw failure('conflict', `Nobody has more than ${ownMax} views. Delete one first.`)
  }
  if (!isShared || row?.is_shared === true) return
  const { many } = await db
    .selectFrom('views')
    .select((select) => select.fn.countAll<string>().as('many'))
    .where('is_shared', '=', true)
    .executeTakeFirstOrThrow()
  if (Number(many) >= sharedMax) {
    throw failure('conflict', `A company has ${sharedMax} views in common at most. Delete one first.`)
  }
}

function keyOf(name: string): string {
  return name.toLowerCase()
}

async function defaultsOf(db: LedgerTransaction, { company, actor }: Viewer): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('view_defaults')
    .select('view')
    .where('company', '=', company)
    .where('person', '=', actor.id)
    .execute()
  return new Set(rows.map(({ view }) => view))
}

/** From now on the page opens with this view for them. */
async function openWith(db: LedgerTransaction, { company, actor }: Viewer, { id, page }: ViewRow): Promise<void> {
  await db
    .insertInto('view_defaults')
    .values({ company, person: actor.id, page, view: id })
    .onConflict((conflict) => conflict.columns(['company', 'person', 'page']).doUpdateSet({ view: id }))
    .execute()
}

function mustMayShare({ mayShare }: Viewer): void {
  if (mayShare) return
  const detail = 'Views of the whole company are made and changed by who has the scope "admin".'
  throw failure('forbidden', detail, [{ field: 'isShared', detail }])
}

function mustMayChange(row: ViewRow, viewer: Viewer): void {
  if (row.is_shared) mustMayShare(viewer)
}

function bodyOf(body: unknown): Readonly<Record<string, unknown>> {
  return (body ?? {}) as Readonly<Record<string, unknown>>
}

const fieldsOfChange = ['name', ...shownFields, 'isShared', 'isDefault', 'version']

function readNew(asked: Readonly<Record<string, unknown>>) {
  const form = checkForm('bad-request')
  const page = form.field('page', () => checkPage(asked['page']))
  const name = form.field('name', () => checkName(asked['name']))
  const [isShared, isDefault] = yesOrNo(form, asked)
  mustBeKnown(form, asked, ['page', ...fieldsOfChange.filter((field) => field !== 'version')])
  const shown = page === undefined ? undefined : readShown(form, page, asked)
  form.mustBeRight()
  return { page: page!, name: name!, isShared: isShared ?? false, isDefault, shown: shown! }
}

/** @param page undefined for one that there is not any more */
function readChanges(asked: Readonly<Record<string, unknown>>, page: Page | undefined) {
  const form = checkForm('bad-request')
  const name = asked['name'] === undefined ? undefined : form.field('name', () => checkName(asked['name']))
  const [isShared, isDefault] = yesOrNo(form, asked)
  mustBeKnown(form, asked, fieldsOfChange)
  form.field('version', () => mustBeVersion(asked['version']))
  const isOther = page !== undefined && shownFields.some((field) => asked[field] !== undefined)
  const shown = isOther ? readShown(form, page, asked) : undefined
  form.mustBeRight()
  return {
    ...(name === undefined ? {} : { name }),
    ...(isShared === undefined ? {} : { isShared }),
    ...(shown === undefined ? {} : { shown }),
    isDefault,
    version: asked['version'],
  }
}

function yesOrNo(form: ReturnType<typeof checkForm>, asked: Readonly<Record<string, unknown>>) {
  return (['isShared', 'isDefault'] as const).map((field) =>
    form.field(field, () => {
      const value = asked[field]
      if (value !== undefined && typeof value !== 'boolean') throw new Error('must be true or false.')
      return value
    }),
  )
}

/** What is misspelt must not be passed over in silence. */
function mustBeKnown(
  form: ReturnType<typeof checkForm>,
  asked: Readonly<Record<string, unknown>>,
  known: readonly string[],
): void {
  for (const field of Object.keys(asked)) {
    if (!known.includes(field)) form.fault(field.slice(0, 40), `is not known here; there are: ${known.join(', ')}.`)
  }
}

type Noted = { action: ActName; id: string; before?: unknown; after?: unknown }

async function note(db: LedgerTransaction, { company, actor }: Viewer, { id, ...act }: Noted, at: Date): Promise<void> {
  await noteAct(db, actor, { company, subject: `view:${id}`, ...act }, at)
}

/** What the audit log keeps of a view. */
function toldOf({ name, page, shown, is_shared: isShared }: ViewRow) {
  return { name, page, isShared, ...(shown as Shown) }
}

function viewOf(row: ViewRow, { actor, mayShare }: Viewer, usual: ReadonlySet<string>): View {
  const isOwn = row.owner === actor.id
  return {
    id: row.id,
    page: row.page,
    name: row.name,
    ...(row.shown as Shown),
    isShared: row.is_shared,
    isDefault: usual.has(row.id),
    isOwn,
    mayChange: row.is_shared ? mayShare : isOwn,
    madeBy: row.owner_name,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
