import { directions } from '../events/call-vocabulary.ts'
import { authors, messengers } from '../events/chat-vocabulary.ts'
import { fileColumns } from '../billing/rate-file.ts'
import { moments, services } from '../billing/service.ts'
import { versionStates } from '../billing/tariff-reading.ts'
import { ownPriceRules } from '../billing/tariff.ts'
import { ratesMax } from '../billing/version-form.ts'
import { excelType } from './excel.ts'
import {
  currency,
  json,
  list,
  object,
  oneOf,
  operation,
  ref,
  sent,
  text,
  time,
  timeOrNothing,
  whole,
} from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

/** Tariffs in the description of the API: what companies pay, and how it is changed. */

const textOrNothing = { type: ['string', 'null'] }
const amount = { ...text, pattern: '^\\d{1,12}(\\.\\d{1,6})?$', description: 'A decimal text: `0.0125`' }
const tariff = {
  name: 'tariff',
  in: 'path',
  required: true,
  schema: text,
  description:
    'Seller, buyer and currency: `0-12-EUR` is what the platform asks of company 12, `0-0-EUR` of all companies.',
}
const dryRun = {
  name: 'dryRun',
  in: 'query',
  schema: oneOf(['yes', 'no']),
  description: '`yes` tells what would change, and changes nothing.',
}
const version = { name: 'version', in: 'path', required: true, schema: text }
const ofPages = [
  { name: 'cursor', in: 'query', schema: text, description: '`next` of the page before.' },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 } },
]

const tariffHead = {
  tariff: { ...text, description: 'How it is called in addresses' },
  seller: { ...whole, description: '0 is the platform.' },
  sellerName: textOrNothing,
  buyer: { ...whole, description: '0 are all companies of the seller.' },
  buyerName: textOrNothing,
  currency,
  relation: { ...oneOf(['pays', 'sells', 'other']), description: 'What it is to the company of who asks' },
  mayChange: { type: 'boolean' },
}
const versionHead = {
  id: whole,
  validFrom: time,
  ownPrices: {
    ...oneOf(ownPriceRules),
    description:
      'Whether the price that an event tells goes before a rate (`first`) or counts only without one (`last`)',
  },
  note: text,
  madeBy: { ...textOrNothing, description: 'Told to who sells by it' },
  madeAt: time,
  withdrawnBy: textOrNothing,
  withdrawnAt: timeOrNothing,
  rates: { ...whole, description: 'How many there are' },
  state: oneOf(versionStates),
}
const counts = object({ added: whole, removed: whole, changed: whole, same: whole })
const rateOrNothing = { anyOf: [ref('Rate'), { type: 'null' }] }
const changes = list(
  object({
    name: { ...text, description: 'What tells the rate from others: `sms network=26201`' },
    change: oneOf(['added', 'removed', 'changed']),
    before: rateOrNothing,
    after: rateOrNothing,
  }),
)
const rateList = { ...list(ref('Rate')), maxItems: ratesMax }

/** The bodies by name. */
export const tariffBodies: Json = {
  Rate: object(
    {
      service: oneOf(services.map(({ word }) => word)),
      price: { ...amount, description: 'For one part, message or dialogue; of calls for a minute' },
    },
    {
      network: { ...text, description: 'MCC and MNC, 5 or 6 digits' },
      country: { ...text, description: 'ISO 3166, two letters' },
      messenger: oneOf(messengers.map(({ word }) => word)),
      author: oneOf(authors.map(({ word }) => word)),
      trunk: text,
      prefix: { ...text, description: 'The first 1 to 4 digits of the number that is called: no more of it is kept.' },
      direction: oneOf(directions.map(({ word }) => word)),
      currency: { ...currency, description: 'That of the tariff' },
      moment: { ...oneOf(moments), description: 'Of messages: when they are charged' },
      increments: { ...text, description: 'Of calls: `60/60`, `6/6`, `1/1`' },
      minimumSeconds: whole,
      connectFee: amount,
      packageUnits: { ...whole, description: 'So many of each month are paid for by `packageFee`; of calls minutes.' },
      packageFee: amount,
      steps: list(object({ above: { ...whole, description: 'Units of a month; of calls minutes' }, price: amount })),
    },
  ),
  TariffVersion: object(versionHead),
  Tariff: object({ ...tariffHead, versions: list(ref('TariffVersion')) }),
  TariffVersionPage: object({ ...versionHead, services: list(object({ service: text, rates: whole })) }),
  TariffDryRun: object({ validFrom: time, rates: whole, counts, changes }),
  TariffImport: object({
    rows: whole,
    faults: list(object({ line: whole, field: text, detail: text })),
    faultCount: whole,
    versions: list(object({ id: { type: ['integer', 'null'] }, validFrom: time, rates: whole, counts, changes })),
  }),
}

/** What may be asked. */
export const tariffPaths: Json = {
  '/api/v1/tariffs': {
    get: operation({
      operationId: 'listTariffs',
      summary: 'The tariffs that the company pays by and sells by; for platform staff also those of others',
      parameters: ofPages,
      body: json(object({ tariffs: list(object({ ...tariffHead, versions: whole })), next: textOrNothing })),
    }),
  },
  '/api/v1/tariffs/{tariff}': {
    get: operation({
      operationId: 'readTariff',
      summary: 'A tariff and its versions, those that begin last first',
      parameters: [tariff],
      body: json(ref('Tariff')),
    }),
  },
  '/api/v1/tariffs/{tariff}/versions': {
    post: operation({
      operationId: 'makeTariffVersion',
      summary: 'Make a version: prices from an instant on, until another version begins',
      description: [
        'All its rates come in `rates`; or those of a version are taken over (`basedOn`), with others in place of some or besides (`put`), and without some (`remove`, by name).',
        'What was charged by other prices since then is charged anew: the difference is posted as a correction. For who sells by the tariff: platform staff, or a reseller.',
      ].join('\n'),
      parameters: [tariff, dryRun],
      requestBody: sent(
        json(
          object(
            { validFrom: { ...time, description: 'A whole minute' } },
            {
              ownPrices: oneOf(ownPriceRules),
              note: { ...text, maxLength: 300, description: 'Buyers read it, too.' },
              rates: rateList,
              basedOn: whole,
              put: rateList,
              remove: list(text),
              newest: {
                ...whole,
                description: 'The newest version that you know: where there is a newer one, nothing is made.',
              },
            },
          ),
        ),
      ),
      body: json({ anyOf: [ref('TariffVersion'), ref('TariffDryRun')] }),
      status: 201,
      also: { 200: 'What would change; nothing was changed' },
    }),
  },
  '/api/v1/tariffs/{tariff}/versions/{version}': {
    get: operation({
      operationId: 'readTariffVersion',
      summary: 'A version, and how many rates it has of each service',
      parameters: [tariff, version],
      body: json(ref('TariffVersionPage')),
    }),
    delete: operation({
      operationId: 'withdrawTariffVersion',
      summary: 'Withdraw a version, as if it had never been; it stays in the list',
      parameters: [tariff, version],
      body: json(ref('TariffVersion')),
    }),
  },
  '/api/v1/tariffs/{tariff}/versions/{version}/rates': {
    get: operation({
      operationId: 'listRates',
      summary: 'The rates of a version by cursor, or all of them as a file',
      parameters: [
        tariff,
        version,
        ...ofPages,
        { name: 'service', in: 'query', schema: oneOf(services.map(({ word }) => word)) },
        { name: 'q', in: 'query', schema: text, description: 'In the name of the rate, such as `network=262`' },
        {
          name: 'format',
          in: 'query',
          schema: oneOf(['csv', 'xlsx']),
          description: 'All rates as a file, which can be imported again',
        },
      ],
      body: {
        ...json(
          object({ rates: list(ref('Rate')), count: { ...whole, description: 'On all pages' }, next: textOrNothing }),
        ),
        'text/csv': text,
        [excelType]: { type: 'string', format: 'binary' },
      },
    }),
  },
  '/api/v1/tariffs/{tariff}/versions/{version}/changes': {
    get: operation({
      operationId: 'compareTariffVersions',
      summary: 'How the rates of a version differ from those of another one of the tariff',
      parameters: [
        tariff,
        version,
        { name: 'against', in: 'query', required: true, schema: whole, description: 'The other version' },
        ...ofPages,
      ],
      body: json(object({ counts, changes, next: textOrNothing })),
    }),
  },
  '/api/v1/tariffs/{tariff}/import': {
    post: operation({
      operationId: 'importRates',
      summary: 'Make versions from a file of rates, or with `dryRun=yes` tell what would change',
      description: [
        `A row is a rate; the first line names the columns: ${fileColumns.join(', ')}. Of them \`service\` and \`price\` must be there.`,
        'Rows that say from when (`validFrom`) and until when (`validTo`) they are valid make a version for each instant at which a price begins or ends; periods for the same uses must meet. Dates without an offset are on the clock of the company.',
        `At most ${ratesMax} rows, 16 MiB. A file with a fault changes nothing; the first 100 are named by line and column.`,
      ].join('\n'),
      parameters: [
        tariff,
        { name: 'validFrom', in: 'query', schema: time, description: 'Of the rows that do not say it' },
        { name: 'ownPrices', in: 'query', schema: oneOf(ownPriceRules) },
        { name: 'note', in: 'query', schema: text },
        dryRun,
      ],
      requestBody: sent({ 'text/csv': text, [excelType]: { type: 'string', format: 'binary' } }),
      body: json(ref('TariffImport')),
      status: 201,
      also: { 200: 'What would change, or the faults of the file: nothing was changed' },
    }),
  },
}
