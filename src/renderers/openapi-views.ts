import { comparisons } from '../measures/period.ts'
import { presets } from '../measures/period-choice.ts'
import { pages } from '../panels/pages.ts'
import {
  json,
  list,
  mapOf,
  object,
  oneOf,
  operation,
  orNothing,
  query,
  ref,
  sent,
  text,
  time,
  whole,
  yesOrNo,
} from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

/** Views of pages of graphs in the description of the API. */

/** A page of graphs. */
export const page = oneOf(pages.map(({ id }) => id))
const orNull = (words: readonly string[]) => ({ type: ['string', 'null'], enum: [...words, null] })
const wall = {
  ...orNothing({ ...text, pattern: String.raw`^20\d\d-\d\d-\d\dT\d\d:\d\d$` }),
  description: 'A date and a time on the clock of the zone',
}

/** What a page shows: the fields of a view and of a link. */
export const shownBody: Json = {
  period: {
    ...orNull(Object.keys(presets)),
    description: 'A period that follows the clock; null where `from` and `to` are told',
  },
  from: wall,
  to: wall,
  zone: { ...orNothing(text), description: 'An IANA zone; null for the company’s' },
  filters: { ...mapOf(list(text)), description: 'The words or ids that are kept, by filter of the page' },
  compare: orNull(comparisons),
}
const name = { ...text, maxLength: 100 }
const version = { ...whole, description: 'Grows with every change; send the one that was edited along.' }

export const viewBodies: Json = {
  View: object({
    id: text,
    page,
    name,
    ...shownBody,
    isShared: { ...yesOrNo, description: 'Whether everybody of the company who may read has it' },
    isDefault: { ...yesOrNo, description: 'Whether the page opens with it for whoever asks' },
    isOwn: { ...yesOrNo, description: 'Whether whoever asks made it' },
    mayChange: yesOrNo,
    madeBy: { ...text, description: 'The name of who made it' },
    version,
    createdAt: time,
    updatedAt: time,
  }),
}

const changeable: Json = { name, ...shownBody, isShared: yesOrNo, isDefault: yesOrNo }
const id = { name: 'id', in: 'path', required: true, schema: text }

export const viewPaths: Json = {
  '/api/v1/views': {
    get: operation({
      operationId: 'listViews',
      summary: 'What is kept of pages of graphs: the views of whoever asks, and those of the company',
      parameters: [query('page', page, 'Of this page only.')],
      body: json(object({ views: list(ref('View')) })),
    }),
    post: operation({
      operationId: 'makeView',
      summary: 'Keep what a page shows as a view',
      description:
        'What is not said is as on a fresh page. A view of the whole company (`isShared`) needs the scope `admin`. The name of a view is one of its kind among those of a page that somebody made.',
      requestBody: sent(json({ type: 'object', required: ['page', 'name'], properties: { page, ...changeable } })),
      status: 201,
      body: json(ref('View')),
    }),
  },
  '/api/v1/views/{id}': {
    patch: operation({
      operationId: 'changeView',
      summary: 'Change a view: its name, what it shows, for whom it is, or whether the page opens with it',
      description:
        'What it shows is changed whole: send all of `period`, `from`, `to`, `zone`, `filters` and `compare` that are not as usual. `isDefault` is about whoever asks, and also for views of the company.',
      parameters: [id],
      requestBody: sent(json({ type: 'object', properties: { ...changeable, version } })),
      body: json(ref('View')),
    }),
    delete: operation({ operationId: 'deleteView', summary: 'Delete a view', parameters: [id], status: 204 }),
  },
}
