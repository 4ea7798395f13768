import { colorOf, frameColor } from '../charts/palette.ts'
import { hatchOf, noHatch } from '../charts/patterns.ts'
import { usePatterns } from '../charts/use-patterns.ts'
import { useScheme } from '../charts/use-scheme.ts'

/** The mark of a word of the data: its colour, and its pattern where patterns are on. */
export function Dot({ word }: { word: string }) {
  const style = useMarkStyle(word)
  return <i className="dot" style={style} />
}

/** The colour and pattern of a word as a style. */
export function useMarkStyle(word: string) {
  const scheme = useScheme()
  const [isPatterned] = usePatterns()
  return { color: colorOf(word, scheme), ...(isPatterned ? hatchOf(word, scheme) : noHatch) }
}

/** The mark of the line of this period, or of the dashed one of the period compared with. */
export function LineDot({ line }: { line: 'now' | 'before' }) {
  const scheme = useScheme()
  const color = frameColor(line === 'now' ? 'accent' : 'before', scheme)
  return <i className={line === 'now' ? 'dot' : 'dot dot-dashed'} style={{ color }} />
}
