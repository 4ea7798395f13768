import { useTranslation } from 'react-i18next'
import type { Column, Row } from '../asking/answers.ts'
import { useMessage } from '../asking/queries.ts'
import { HistoryHead, type Back } from './HistoryHead.tsx'
import { Loaded } from './Loaded.tsx'
import { MessageEventLine } from './MessageEventLine.tsx'
import { columnKey } from './PanelTable.tsx'
import { RowCell } from './RowCell.tsx'
import { SentEvents } from './SentEvents.tsx'

type MessageHistoryProps = { columns: readonly Column[]; row: Row; zone: string; back: Back }

/** A message of a list: what is known of it, and the events that say so. */
export function MessageHistory({ columns, row, zone, back }: MessageHistoryProps) {
  const { t } = useTranslation()
  const at = (name: string) => String(row[columns.findIndex((column) => column.name === name)] ?? '')
  const history = useMessage(at('message'))
  return (
    <>
      <HistoryHead title={at('message')} back={back} />
      <dl className="facts history-facts">
        {columns.map((column, index) =>
          ['message', 'currency'].includes(column.name) || row[index] === '' || row[index] === null ? null : (
            <div key={column.name}>
              <dt>{t(columnKey(column.name), { defaultValue: column.name })}</dt>
              <dd>
                <RowCell column={column} cell={row[index] ?? null} currency={at('currency')} zone={zone} />
              </dd>
            </div>
          ),
        )}
      </dl>
      <h4>{t('history.events')}</h4>
      <div className="history-events">
        <Loaded query={history} height={120}>
          {(told) => (
            <SentEvents told={told} none={t('history.none')}>
              {({ event, receivedAt }) => <MessageEventLine event={event} receivedAt={receivedAt} zone={zone} />}
            </SentEvents>
          )}
        </Loaded>
      </div>
    </>
  )
}
