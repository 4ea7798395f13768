import { number } from './summary.ts'

/** Where progress is shown: a terminal, on which a line can be written again, or a file that keeps every line. */
export type Screen = { write: (text: string) => void; isTerminal: boolean; width: () => number }

export type Progress = {
  /** @param bytes read so far; @param events answered so far */
  update: (bytes: number, events: number) => void
  /** A line that stays, above the bar. */
  say: (line: string) => void
  /** Takes the bar away. */
  end: () => void
}

const redrawMilliseconds = 100
/** Without a terminal and without a known end, a line is written so often. */
const lineMilliseconds = 10_000

/**
 * Shows how far an import is: on a terminal a bar, else a line for each 10 %.
 * @param bytesTotal undefined when nobody knows the end
 * @param now milliseconds, by any clock
 */
export function createProgress(screen: Screen, bytesTotal: number | undefined, now: () => number): Progress {
  const startedAt = now()
  let drawnAt = startedAt
  let tenths = 0
  let line = ''

  function described(bytes: number, events: number): string {
    const seconds = Math.max((now() - startedAt) / 1000, 0.001)
    const rate = `${number(events)} events, ${number(Math.round(events / seconds))}/s`
    if (bytesTotal === undefined) return `${size(bytes)} read, ${rate}`
    const share = shareOf(bytes)
    const left = share > 0 && share < 1 ? `, ${clock((seconds * (1 - share)) / share)} left` : ''
    return `${String(Math.floor(share * 100)).padStart(3)} % of ${size(bytesTotal)}, ${rate}${left}`
  }

  function shareOf(bytes: number): number {
    return bytesTotal === undefined || bytesTotal === 0 ? 0 : Math.min(bytes / bytesTotal, 1)
  }

  function draw(bytes: number, events: number): void {
    const words = described(bytes, events)
    const room = Math.min(screen.width() - words.length - 2, 40)
    const filled = Math.round(shareOf(bytes) * room)
    const bar = bytesTotal === undefined || room < 8 ? '' : `${'█'.repeat(filled)}${'░'.repeat(room - filled)} `
    line = (bar + words).slice(0, screen.width() - 1)
    screen.write(`\r\u001b[2K${line}`)
  }

  return {
    update(bytes, events) {
      if (screen.isTerminal) {
        if (now() - drawnAt < redrawMilliseconds) return
        drawnAt = now()
        draw(bytes, events)
        return
      }
      const reached = Math.floor(shareOf(bytes) * 10)
      const isDue = bytesTotal === undefined ? now() - drawnAt >= lineMilliseconds : reached > tenths
      if (!isDue) return
      tenths = reached
      drawnAt = now()
      screen.write(`${described(bytes, events).trim()}\n`)
    },
    say(text) {
      if (line === '') screen.write(`${text}\n`)
      else screen.write(`\r\u001b[2K${text}\n${line}`)
    },
    end() {
      if (line !== '') screen.write('\r\u001b[2K')
      line = ''
    },
  }
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const unit = bytes < 1e6 ? 'kB' : bytes < 1e9 ? 'MB' : 'GB'
  return `${(bytes / { kB: 1e3, MB: 1e6, GB: 1e9 }[unit]).toFixed(1)} ${unit}`
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds)
  const minutes = Math.floor(whole / 60)
  const hours = Math.floor(minutes / 60)
  const tail = `${String(minutes % 60).padStart(hours > 0 ? 2 : 1, '0')}:${String(whole % 60).padStart(2, '0')}`
  return hours > 0 ? `${hours}:${tail}` : tail
}
