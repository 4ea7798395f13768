import { join } from 'node:path'
import { dateTime, dateTime64 } from '../../src/measures/compile.ts'
import { currencyCode, statusCode } from '../../src/measures/facts/messages.ts'
import { openFacts } from '../../src/stores/events/open.ts'
import { cellOf } from './peer.ts'
import type { Peer } from './peer.ts'

/** The same engine and table as ours, without roll-ups: the states are joined and counted when the page is asked for. */
export async function clickhousePeer(dataFolder: string): Promise<Peer> {
  const facts = await openFacts({ path: join(dataFolder, 'facts'), memoryBytesMax: 6 * 1024 ** 3 })
  return {
    title: 'ClickHouse engine, FINAL over the states',
    async cells({ company, from, to, zone }) {
      const rows =
        await facts.query(`SELECT toString(toDate(created_at, '${zone}')), channel, ${statusCode}, ${currencyCode},
          count(), sum(parts), sum(toUInt64(price))
        FROM messages FINAL
        WHERE company = ${company} AND moved = 0 AND bucket >= ${dateTime(Math.floor(from / 900_000) * 900_000)} AND bucket < ${dateTime(Math.ceil(to / 900_000) * 900_000)}
          AND created_at >= ${dateTime64(from)} AND created_at < ${dateTime64(to)}
        GROUP BY 1, 2, 3, 4`)
      return rows.map(cellOf)
    },
    close: () => facts.close(),
  }
}
