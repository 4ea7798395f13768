import type { Screen } from './importing/progress.ts'
import { number } from './importing/summary.ts'

export type SimulateProgress = {
  /** How much of the history is played, from 0 to 1, and the events answered so far. */
  history: (share: number, events: number) => void
  /** Events answered so far, and messages a second that are to be expected now. */
  live: (events: number, messagesPerSecond: number) => void
  /** A line that stays, above the moving one. */
  say: (line: string) => void
  /** Takes the moving line away. */
  end: () => void
}

const redrawMilliseconds = 100
/** Live traffic has no end, so that without a terminal a line is written so often. */
const lineMilliseconds = 60_000

/**
 * Shows how far a simulation is: on a terminal a bar, else a line for each 10 % of the history and one a minute of live
 * traffic.
 * @param now milliseconds, by any clock
 */
export function createSimulateProgress(screen: Screen, now: () => number): SimulateProgress {
  const startedAt = now()
  let drawnAt = Number.NEGATIVE_INFINITY
  let tenths = 0
  let line = ''

  function redraw(make: () => string): void {
    if (now() - drawnAt < redrawMilliseconds) return
    drawnAt = now()
    line = make().slice(0, screen.width() - 1)
    screen.write(`\r\u001b[2K${line}`)
  }

  function historyWords(share: number, events: number): string {
    const seconds = Math.max((now() - startedAt) / 1000, 0.001)
    const left = share > 0.02 && share < 1 ? `, ${duration((seconds * (1 - share)) / share)} left` : ''
    const rate = `${number(events)} events, ${number(Math.round(events / seconds))}/s`
    return `${String(Math.floor(share * 100)).padStart(3)} %, ${rate}${left}`
  }

  return {
    history(share, events) {
      if (screen.isTerminal) {
        redraw(() => bar(share, historyWords(share, events), screen.width()))
        return
      }
      const reached = Math.floor(share * 10)
      if (reached <= tenths) return
      tenths = reached
      screen.write(`${historyWords(share, events).trim()}\n`)
    },
    live(events, messagesPerSecond) {
      const words = `live: ${number(events)} events, ${pace(messagesPerSecond)} now; Ctrl-C ends it`
      if (screen.isTerminal) {
        redraw(() => words)
        return
      }
      if (now() - drawnAt < lineMilliseconds) return
      drawnAt = now()
      screen.write(`${words}\n`)
    },
    say(text) {
      screen.write(line === '' ? `${text}\n` : `\r\u001b[2K${text}\n${line}`)
    },
    end() {
      if (line !== '') screen.write('\r\u001b[2K')
      line = ''
    },
  }
}

function pace(messagesPerSecond: number): string {
  if (messagesPerSecond >= 10) return `about ${number(Math.round(messagesPerSecond))} messages a second`
  if (messagesPerSecond >= 1) return `about ${messagesPerSecond.toFixed(1)} messages a second`
  if (messagesPerSecond >= 1 / 30) return `about ${number(Math.round(messagesPerSecond * 60))} messages a minute`
  return `about ${number(Math.round(messagesPerSecond * 3600))} messages an hour`
}

function bar(share: number, words: string, width: number): string {
  const room = Math.min(width - words.length - 2, 40)
  if (room < 8) return words
  const filled = Math.round(Math.min(share, 1) * room)
  return `${'█'.repeat(filled)}${'░'.repeat(room - filled)} ${words}`
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
