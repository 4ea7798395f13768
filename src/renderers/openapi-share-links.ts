import { pages, panels } from '../panels/pages.ts'
import { excelType } from './excel.ts'
import {
  answerName,
  json,
  list,
  mapOf,
  object,
  oneOf,
  operation,
  orNothing,
  pagesOfLanes,
  query,
  ref,
  sent,
  text,
  time,
  timeOrNothing,
  whole,
  yesOrNo,
} from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'
import { page, shownBody } from './openapi-views.ts'

/** Links that show graphs without an account, in the description of the API. */

const panel = { ...orNothing(text), description: 'The one panel that is shown; null for all of the page' }
const name = { ...text, maxLength: 100 }
const showsMoney = { ...yesOrNo, description: 'Whether panels about money are shown, too' }
const about: Json = { name, page, panel, ...shownBody, showsMoney, expiresAt: time }

const link: Json = {
  id: text,
  ...about,
  madeBy: text,
  isOwn: { ...yesOrNo, description: 'Whether whoever asks made it' },
  state: {
    ...oneOf(['open', 'expired', 'maker-gone', 'maker-may-not']),
    description: 'Whether it opens: one whose maker left the company, or may not make links any more, does not',
  },
  createdAt: time,
  openedAt: { ...timeOrNothing, description: 'When somebody looked last' },
  openedTimes: whole,
}

export const shareLinkBodies: Json = {
  ShareLink: object(link),
  NewShareLink: object({
    ...link,
    link: { ...text, description: 'The address to hand on, told this once: its secret stands behind the `#`' },
  }),
  SharedPage: object({
    name,
    company: object({ name: text, currency: text }),
    page,
    panel,
    ...shownBody,
    asked: ref('Period'),
    names: {
      ...mapOf(list(object({ id: text, name: text }))),
      description: 'What the ids of the filters are called, by filter',
    },
    showsMoney,
    expiresAt: time,
    catalogue: { ...ref('Catalogue'), description: 'As far as it concerns what is shown' },
  }),
}

const lang = query('lang', oneOf(['en', 'ru']), 'The language of titles.')
const readings = 'No parameter changes the period, the zone or the filters: they are in the record of the link.'

export const shareLinkPaths: Json = {
  '/api/v1/share-links': {
    get: operation({
      operationId: 'listShareLinks',
      summary:
        'Links that show graphs without an account: those of whoever asks, with the scope `admin` all of the company',
      description: 'Newest first, without those that were revoked.',
      body: json(object({ links: list(ref('ShareLink')) })),
    }),
    post: operation({
      operationId: 'makeShareLink',
      summary: 'Make a link that shows a page of graphs, or one panel of it, without an account',
      description: [
        'It needs the scopes `read` and `admin`. What is not said is as on a fresh page; without `zone` it is the company’s at this moment. Without `expiresAt` it is open for seven days; it is for a year at most.',
        'Panels about money are left out but with `showsMoney`, which needs the scope `billing`. When who made it leaves the company or loses the right, the link ends.',
      ].join('\n'),
      requestBody: sent(json({ type: 'object', required: ['name', 'page'], properties: about })),
      status: 201,
      body: json(ref('NewShareLink')),
    }),
  },
  '/api/v1/share-links/{id}': {
    delete: operation({
      operationId: 'revokeShareLink',
      summary: 'Revoke a link: it shows nothing from now on',
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
      status: 204,
    }),
  },
  '/api/v1/shared': {
    get: operation({
      operationId: 'sharedPage',
      summary: 'What the link shows whose secret is sent: company, page or panel, period, filters, end',
      description: 'A link that is over is answered with 410.',
      body: json(ref('SharedPage')),
      isOfLink: true,
    }),
  },
  '/api/v1/shared/page': {
    get: operation({
      operationId: 'sharedPageAnswer',
      summary: 'The answer of the panels that the link shows',
      description: readings,
      parameters: [lang, query('panel', list(oneOf(panels.map(({ id }) => id))), 'Only these of them.')],
      body: json({ anyOf: pages.map(({ id }) => ref(answerName(id))) }),
      isOfLink: true,
    }),
  },
  '/api/v1/shared/panels/{id}': {
    get: operation({
      operationId: 'sharedPanel',
      summary: 'One of the panels that the link shows, also as a file',
      description: readings,
      parameters: [
        { name: 'id', in: 'path', required: true, schema: text },
        lang,
        query('format', oneOf(['json', 'csv', 'xlsx'])),
      ],
      body: {
        ...json({ anyOf: panels.map(({ id }) => ref(answerName(id))) }),
        'text/csv': text,
        [excelType]: { ...text, format: 'binary' },
      },
      isOfLink: true,
    }),
  },
  '/api/v1/shared/panels/{id}/lanes': {
    get: operation({
      operationId: 'sharedLanes',
      summary: 'What operators were when, for the panels of presence that the link shows; without their dialogues',
      description: readings,
      parameters: [{ name: 'id', in: 'path', required: true, schema: text }, ...pagesOfLanes],
      body: json(ref('OperatorPresence')),
      isOfLink: true,
    }),
  },
}
