import { figuresOf, timed } from './figures.ts'
import type { Figures } from './figures.ts'

const pageTurns = 32
/** A peer that takes minutes is asked less often. */
const peerMilliseconds = 60_000
const peerTurnsMost = 5

/** What a peer took, or why it could not answer. */
export type PeerResult = { title: string } & ({ figures: Figures } | { fault: string })

/** The peers that answered within a minute: of the others one question tells enough. */
export function quickOnes<Peer extends { title: string }>(
  peers: readonly Peer[],
  results: readonly PeerResult[],
): Peer[] {
  const quick = results.filter((one) => 'figures' in one && one.figures.median <= peerMilliseconds)
  return peers.filter(({ title }) => quick.some((one) => one.title === title))
}

/** How long a page took that was asked for already. */
export async function turnsOfPage(ask: () => Promise<unknown>): Promise<Figures> {
  const times: number[] = []
  for (let turn = 0; turn < pageTurns; turn++) times.push((await timed(ask)).milliseconds)
  const figures = figuresOf(times)
  tell({ title: 'the page', figures })
  return figures
}

/**
 * How long each peer took. One warm-up is not counted; one that takes longer than all turns may has none.
 * @param mustAgree throws when what a peer counts is not what the page answered
 */
export async function turnsOfPeers<Cells, Peer extends { title: string }>(
  peers: readonly Peer[],
  cellsOf: (peer: Peer) => Promise<Cells>,
  mustAgree: (cells: Cells, title: string) => void,
): Promise<PeerResult[]> {
  const results: PeerResult[] = []
  for (const peer of peers) {
    const result = await turnsOfPeer(peer.title, () => cellsOf(peer), mustAgree)
    tell(result)
    results.push(result)
  }
  return results
}

/** As soon as it is known: what takes an hour may end before its end. */
function tell(result: PeerResult): void {
  process.stderr.write(`  ${JSON.stringify(result)}\n`)
}

async function turnsOfPeer<Cells>(
  title: string,
  ask: () => Promise<Cells>,
  mustAgree: (cells: Cells, title: string) => void,
): Promise<PeerResult> {
  let first: { result: Cells; milliseconds: number }
  try {
    first = await timed(ask)
  } catch (error) {
    return { title, fault: String(error).split('\n')[0]!.slice(0, 200) }
  }
  mustAgree(first.result, title)
  const turns = Math.min(peerTurnsMost, Math.floor(peerMilliseconds / first.milliseconds))
  const own: number[] = turns === 0 ? [first.milliseconds] : []
  for (let turn = 0; turn < turns; turn++) own.push((await timed(ask)).milliseconds)
  return { title, figures: figuresOf(own) }
}
