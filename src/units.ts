/** What a number is counted in: a row per unit, a column per medium. */
export const units = {
  count: {
    words: 'A whole number.',
    column: 'number',
    schema: { type: 'integer', minimum: 0 },
    grafana: { unit: 'locale', decimals: 0 },
  },
  share: {
    words: 'A number from 0 to 1; nothing where there is nothing to take a share of.',
    column: 'number',
    schema: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    grafana: { unit: 'percentunit', decimals: 1 },
  },
  ratio: {
    words: 'A number; nothing where there is nothing to divide by.',
    column: 'number',
    schema: { type: ['number', 'null'], minimum: 0 },
    grafana: { unit: 'none', decimals: 2 },
  },
  seconds: {
    words: 'A number of seconds; nothing where there is nothing to measure.',
    column: 'number',
    schema: { type: ['number', 'null'], minimum: 0 },
    grafana: { unit: 's', decimals: 1 },
  },
  rate: {
    words: 'How many a second; nothing where it is not known.',
    column: 'number',
    schema: { type: ['number', 'null'], minimum: 0 },
    grafana: { unit: 'suffix: /s', decimals: 2 },
  },
  money: {
    words: 'An exact decimal in a text, two to six digits after the point; never two currencies in one.',
    column: 'decimal',
    schema: { type: 'string', pattern: String.raw`^\d+\.\d{2,6}$` },
    grafana: { unit: 'locale', decimals: 2 },
  },
} as const

export type Unit = keyof typeof units
