/** Status events as a gateway sends them: three to a message, in the order of a day's traffic. */
export type BenchEvent = {
  id: string
  subject: string
  time: string
  channel: string
  status: string
  parts: number
  price: string | undefined
  to: string
  task: string
}

const channels = ['sms', 'viber', 'email', 'whatsapp', 'push'] as const
const spanMilliseconds = 3 * 86_400_000

/** The events of a run, in blocks of about a thousand; another run has other ids. */
export function* eventsOf(run: string, messages: number, now: number): Generator<BenchEvent[]> {
  let block: BenchEvent[] = []
  for (let at = 0; at < messages; at++) {
    const time = now - spanMilliseconds + Math.floor((at * spanMilliseconds) / messages)
    const subject = `${run}-message-${at}`
    const statuses = ['created', 'pending', at % 11 === 0 ? 'undelivered' : 'delivered']
    for (const [step, status] of statuses.entries()) {
      block.push({
        id: `${subject}-${step}`,
        subject,
        time: new Date(time + step * 3000).toISOString(),
        channel: channels[at % channels.length]!,
        status,
        parts: 1 + (at % 3),
        price: step === 0 ? '0.0450' : undefined,
        to: `+4915${10_000_000 + at}`,
        task: `campaign-${at % 50}`,
      })
    }
    if (block.length >= 1000) {
      yield block
      block = []
    }
  }
  if (block.length > 0) yield block
}

export function cloudEventLine(event: BenchEvent): string {
  const { id, subject, time, price, ...said } = event
  const data = {
    ...said,
    from: 'ACME',
    country: 'DE',
    network: '262-01',
    provider: 'infobip',
    ...(price === undefined ? {} : { price: { amount: price, currency: 'EUR' } }),
  }
  return `${JSON.stringify({ specversion: '1.0', id, source: '/gateway/1', type: 'message.status', subject, time, data })}\n`
}

/** The same as a line of CSV for `copyColumns`. */
export function csvLine(event: BenchEvent): string {
  const { id, subject, time, channel, status, parts, price, to, task } = event
  return `/gateway/1,${id},${subject},${time},${channel},${status},${parts},${price ?? ''},${price === undefined ? '' : 'EUR'},${to},ACME,DE,262-01,infobip,${task}\n`
}

export const copyTable = `CREATE TABLE status_events (source text, id text, subject text, time timestamptz, channel text, status text,
  parts int, price numeric, currency text, recipient text, sender text, country text, network text, provider text, task text,
  UNIQUE (source, id))`
