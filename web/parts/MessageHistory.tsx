import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Column, Row } from '../asking/answers.ts'
import { useMessage } from '../asking/queries.ts'
import { Loaded } from './Loaded.tsx'
import { MessageEventLine } from './MessageEventLine.tsx'
import { columnKey } from './PanelTable.tsx'
import { RowCell } from './RowCell.tsx'

type MessageHistoryProps = { columns: readonly Column[]; row: Row; zone: string; onBack: () => void }

/** A message of a list: what is known of it, and the events that say so. */
export function MessageHistory({ columns, row, zone, onBack }: MessageHistoryProps) {
  const { t } = useTranslation()
  const at = (name: string) => String(row[columns.findIndex((column) => column.name === name)] ?? '')
  const history = useMessage(at('message'))
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconArrowLeft size={15} aria-hidden />} onClick={onBack}>
        {t('history.back')}
      </Button>
      <h3 className="history-title" ref={title} tabIndex={-1}>
        <bdi>{at('message')}</bdi>
      </h3>
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
          {({ events, more }) => (
            <>
              <ul className="entries history" aria-label={t('history.events')}>
                {events.map(({ receivedAt, event }) => (
                  <MessageEventLine
                    key={`${event.source} ${event.id}`}
                    event={event}
                    receivedAt={receivedAt}
                    zone={zone}
                  />
                ))}
              </ul>
              {events.length === 0 ? <p className="soft">{t('history.none')}</p> : null}
              {more ? <p className="soft">{t('history.more', { count: events.length })}</p> : null}
            </>
          )}
        </Loaded>
      </div>
    </>
  )
}
