import { useTranslation } from 'react-i18next'
import type { Cell } from '../asking/answers.ts'
import { columnKey } from './PanelTable.tsx'
import { RowCell } from './RowCell.tsx'

type KnownFactsProps = { facts: Readonly<Record<string, Cell>>; without: string; zone: string }

/** What is known of a dialogue or a call, by the names of the columns of its list; what is not known is left out. */
export function KnownFacts({ facts, without, zone }: KnownFactsProps) {
  const { t } = useTranslation()
  return (
    <dl className="facts history-facts">
      {Object.entries(facts).map(([name, cell]) =>
        name === without || name === 'currency' || cell === '' || cell === null ? null : (
          <div key={name}>
            <dt>{t(columnKey(name), { defaultValue: name })}</dt>
            <dd>
              <RowCell
                column={{ name, type: typeOf(name), unit: unitOf(name) }}
                cell={cell}
                currency={String(facts['currency'])}
                zone={zone}
              />
            </dd>
          </div>
        ),
      )}
    </dl>
  )
}

function typeOf(name: string): string {
  return name.endsWith('_at') ? 'time' : 'text'
}

function unitOf(name: string): string | null {
  if (name === 'price') return 'money'
  return name.endsWith('_seconds') ? 'seconds' : null
}
