import { dimensions } from '../measures/dimensions.ts'
import { comparisons } from '../measures/period.ts'
import { namesMax, soughtLengthMax } from '../panels/list-names.ts'
import { pages, panels } from '../panels/pages.ts'
import { json, list, mapOf, object, oneOf, operation, query, ref, text } from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

const filters = [...new Set(pages.flatMap((page) => page.filters))]
const lang = query('lang', oneOf(['en', 'ru']), 'The language of titles.')
const tag = { etag: { description: 'The tag of the answer, for `if-none-match`.', schema: text } }
const known = { 304: 'What `if-none-match` names is still so' }

export const grafanaBodies: Json = {
  GrafanaRows: {
    ...list(mapOf({ type: ['string', 'number', 'null'] })),
    description:
      '`time` is in milliseconds since 1970; of a day it is where the day begins within the period. A dimension is told by its word or id, null for the others together; ' +
      '`series` is what the row is called. Money is a number here, and here alone: Grafana knows no exact decimals.',
  },
  GrafanaValues: list(object({ __text: text, __value: text })),
}

export const grafanaPaths: Json = {
  '/api/v1/grafana/health': {
    get: operation({
      operationId: 'grafanaHealth',
      summary: 'Whether a token may read: what “Save & test” of the data source asks',
      body: json(object({ status: oneOf(['ok']) })),
    }),
  },
  '/api/v1/grafana/dashboards': {
    get: operation({
      operationId: 'grafanaDashboards',
      summary: 'Where people open Grafana, and the dashboards of pages there',
      body: json(
        object({
          grafanaUrl: { type: ['string', 'null'], description: '`TALKMETER_GRAFANA_URL`.' },
          dashboards: list(object({ page: oneOf(pages.map(({ id }) => id)), uid: text })),
        }),
      ),
    }),
  },
  '/api/v1/grafana/files.zip': {
    get: operation({
      operationId: 'grafanaFiles',
      summary: 'What Grafana needs to show our pages, as files for its provisioning',
      parameters: [lang, query('tz', text, 'An IANA zone for the dashboards; the company’s without it.')],
      body: { 'application/zip': { ...text, format: 'binary' } },
    }),
  },
  '/api/v1/grafana/open/{id}': {
    get: operation({
      operationId: 'grafanaOpen',
      summary: 'Leads from a dashboard to our page, with the same period, zone and filters, and to the rows of a value',
      description:
        'What is in the address is written as Grafana writes it; what is not understood goes on to the page, which says that it leaves it out. Nothing else is told.',
      status: 303,
      parameters: [
        { name: 'id', in: 'path', required: true, schema: oneOf([...pages, ...panels].map(({ id }) => id)) },
        query('from', text, 'RFC 3339, or milliseconds since 1970.'),
        query('to', text, 'RFC 3339, or milliseconds since 1970.'),
        query('tz', text, 'An IANA zone, or `utc`.'),
        query('rows', text, 'With it, the rows of the value at `at.…` are opened: `at.time`, `at.channel` and so on.'),
        ...filters.map((name) => query(`var-${name}`, list(text), 'May repeat; `$__all` for all.')),
      ],
      isPublic: true,
    }),
  },
  '/api/v1/grafana/variables/{name}': {
    get: operation({
      operationId: 'grafanaVariable',
      summary: 'The values of a filter, as a variable of a dashboard',
      description: `Of what the company names, at most ${namesMax} by name; the others are found by \`q\`.`,
      parameters: [
        { name: 'name', in: 'path', required: true, schema: oneOf(filters) },
        lang,
        query('q', { ...text, maxLength: soughtLengthMax }, 'What the name or the id contains.'),
      ],
      body: json(ref('GrafanaValues')),
      headers: tag,
      also: known,
    }),
  },
  '/api/v1/grafana/panels/{id}': {
    get: operation({
      operationId: 'grafanaPanel',
      summary: 'The rows of a panel for Grafana: the numbers of its page, one object a row',
      description: 'A panel that follows the clock is asked about the period that is named, like any other.',
      parameters: [
        { name: 'id', in: 'path', required: true, schema: oneOf(panels.map(({ id }) => id)) },
        query('from', text, 'RFC 3339, or milliseconds since 1970. Today without it.'),
        query('to', text, 'RFC 3339, or milliseconds since 1970; excluded.'),
        query('tz', text, 'An IANA zone, or `utc`; the company’s without it, and for `browser`.'),
        lang,
        query(
          'compare',
          oneOf(comparisons),
          'Rows of both periods, told apart by `period`; what is compared lies at the times of what it is compared with.',
        ),
        ...filters.map((name) =>
          query(
            name,
            text,
            dimensions[name].values === undefined
              ? 'An id, or several as a JSON list (`${' +
                  name +
                  ':json}`), as also one that begins with `[`; `*`, empty and `[]` for all.'
              : 'Words with commas between them (`${' + name + ':csv}`); `*` and empty for all.',
          ),
        ),
      ],
      body: json(ref('GrafanaRows')),
      headers: tag,
      also: known,
    }),
  },
}
