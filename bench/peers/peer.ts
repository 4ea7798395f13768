/** A cell of the page's cube: what a peer answers, to be checked against the page and timed. */
export type PeerCell = {
  /** `YYYY-MM-DD` in the asked zone. */
  day: string
  channel: number
  status: number
  currency: number
  messages: number
  parts: number
  priceMillionths: bigint
}

export type PeerQuestion = { company: number; from: number; to: number; zone: string }

/** Another engine with the same messages and its best index, asked for the whole page by one question. */
export type Peer = {
  title: string
  cells: (question: PeerQuestion) => Promise<PeerCell[]>
  close: () => Promise<void>
}

/** A row of a driver as a cell. */
export function cellOf(row: readonly unknown[]): PeerCell {
  const [day, channel, status, currency, messages, parts, price] = row.map(String)
  return {
    day: day!.slice(0, 10),
    channel: Number(channel),
    status: Number(status),
    currency: Number(currency),
    messages: Number(messages),
    parts: Number(parts),
    priceMillionths: BigInt(price!),
  }
}
