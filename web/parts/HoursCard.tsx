import { useTranslation } from 'react-i18next'
import { textIn } from '../i18n/language.ts'
import { Card } from './Card.tsx'
import { HoursTable } from './HoursTable.tsx'
import type { PanelCardProps } from './PanelCard.tsx'
import { scrollable } from './scrollable.ts'

type HoursCardProps = Pick<PanelCardProps, 'entry' | 'answer' | 'width' | 'height' | 'isOld' | 'file'>

/** The hours of operators alone, where what each was when is nobody’s matter. */
export function HoursCard({ entry, answer, width, height, isOld, file }: HoursCardProps) {
  const { t, i18n } = useTranslation()
  const title = textIn(entry.title, i18n.language)
  return (
    <Card
      title={title}
      entries={[entry]}
      width={width}
      isOld={isOld}
      menu={{ panels: [{ entry, answer, file }], isBlank: answer.rows.length === 0, rows: [] }}
    >
      <div className="panel-body" style={{ minHeight: Math.max(height, 300) }}>
        {answer.rows.length === 0 ? (
          <p className="card-nothing soft">{t('lanes.empty')}</p>
        ) : (
          <section className="card-table" {...scrollable} aria-label={t('card.table', { title })}>
            <HoursTable entry={entry} answer={answer} onBehind={undefined} />
          </section>
        )}
      </div>
    </Card>
  )
}
