import { figuresOf, timed } from './figures.ts'
import type { Figures } from './figures.ts'

const pageTurns = 32
/** A peer that takes minutes is asked less often. */
const peerMilliseconds = 60_000
const peerTurnsMost = 5

type Measured = { title: string; figures: Figures }

/** The peers that answered within a minute: of the others one question tells enough. */
export function quickOnes<Peer extends { title: string }>(
  peers: readonly Peer[],
  measured: readonly Measured[],
): Peer[] {
  const slow = measured.filter(({ figures }) => figures.median > peerMilliseconds).map(({ title }) => title)
  return peers.filter(({ title }) => !slow.includes(title))
}

/** How long a page took that was asked for already. */
export async function turnsOfPage(ask: () => Promise<unknown>): Promise<Figures> {
  const times: number[] = []
  for (let turn = 0; turn < pageTurns; turn++) times.push((await timed(ask)).milliseconds)
  return figuresOf(times)
}

/**
 * How long each peer took. One warm-up is not counted; one that takes longer than all turns may has none.
 * @param mustAgree throws when what a peer counts is not what the page answered
 */
export async function turnsOfPeers<Cells, Peer extends { title: string }>(
  peers: readonly Peer[],
  cellsOf: (peer: Peer) => Promise<Cells>,
  mustAgree: (cells: Cells, title: string) => void,
): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const peer of peers) {
    const first = await timed(() => cellsOf(peer))
    mustAgree(first.result, peer.title)
    const turns = Math.min(peerTurnsMost, Math.floor(peerMilliseconds / first.milliseconds))
    const own: number[] = turns === 0 ? [first.milliseconds] : []
    for (let turn = 0; turn < turns; turn++) own.push((await timed(() => cellsOf(peer))).milliseconds)
    measured.push({ title: peer.title, figures: figuresOf(own) })
  }
  return measured
}
