import { useTranslation } from 'react-i18next'
import type { LegendEntry } from '../charts/legend.ts'
import { Dot, LineDot } from './Dot.tsx'

type LegendProps = {
  entries: readonly LegendEntry[]
  hidden: ReadonlySet<string>
  /** Filters the page by the word; undefined where the entry is no word of a filter. */
  onFilter: ((key: string) => void) | undefined
  onHide: (key: string) => void
  direction: 'row' | 'column'
}

/** The legend as real buttons: a click filters the page, with Shift it hides the series in this chart only. */
export function Legend({ entries, hidden, onFilter, onHide, direction }: LegendProps) {
  const { t } = useTranslation()
  return (
    <ul className={`legend legend-${direction}`}>
      {entries.map(({ key, title, value, line }) => (
        <li key={key}>
          <button
            type="button"
            aria-pressed={!hidden.has(key)}
            title={
              onFilter === undefined || line !== undefined
                ? t('card.legendLocal', { title })
                : t('card.legend', { title })
            }
            onClick={(event) =>
              onFilter === undefined || line !== undefined || event.shiftKey ? onHide(key) : onFilter(key)
            }
          >
            {line === undefined ? <Dot word={key} /> : <LineDot line={line} />}
            <span className="legend-title">{title}</span>
            {value === undefined ? null : <span className="legend-value">{value}</span>}
          </button>
        </li>
      ))}
    </ul>
  )
}
