/**
 * The order of statuses in charts: what was reached lies on the baseline, where lengths can be compared, then what is
 * on its way, then what failed, then what never left.
 */
const orders: Readonly<Record<string, readonly string[]>> = {
  status: [
    'delivered',
    'pending',
    'delayed',
    'created',
    'created-optional',
    'undelivered',
    'error',
    'omitted-optional',
    'canceled',
  ],
  short_status: ['delivered', 'waiting', 'not-delivered', 'not-sent'],
}

/** Puts the words of a dimension in the order of charts; words it does not know keep their order, at the end. */
export function inChartOrder(dimension: string, words: readonly string[]): readonly string[] {
  const order = orders[dimension]
  if (order === undefined) return words
  const place = (word: string) => (order.includes(word) ? order.indexOf(word) : order.length)
  return words.toSorted((one, other) => place(one) - place(other))
}
