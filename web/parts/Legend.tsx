import { useTranslation } from 'react-i18next'
import type { LegendEntry } from '../charts/legend.ts'
import { restKey } from '../charts/names.ts'
import { Dot, LineDot } from './Dot.tsx'

type LegendProps = {
  entries: readonly LegendEntry[]
  hidden: ReadonlySet<string>
  /** Filters the page by the word; undefined where the entries are no words of a filter. */
  onFilter: ((key: string) => void) | undefined
  onHide: (key: string) => void
  direction: 'row' | 'column'
}

/** The legend as real buttons: a click filters the page, with Shift it hides the series in this chart only. */
export function Legend({ entries, hidden, onFilter, onHide, direction }: LegendProps) {
  const { t } = useTranslation()
  return (
    <ul className={`legend legend-${direction}`}>
      {entries.map(({ key, title, mark, value, line }) => {
        const filter = line !== undefined || key === restKey ? undefined : onFilter
        return (
          <li key={key}>
            <button
              type="button"
              aria-pressed={!hidden.has(key)}
              title={filter === undefined ? t('card.legendLocal', { title }) : t('card.legend', { title })}
              onClick={(event) => (filter === undefined || event.shiftKey ? onHide(key) : filter(key))}
            >
              {line === undefined ? <Dot word={mark} /> : <LineDot line={line} />}
              <bdi className="legend-title">{title}</bdi>
              {value === undefined ? null : <span className="legend-value">{value}</span>}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
