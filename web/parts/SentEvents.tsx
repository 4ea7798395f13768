import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Events } from '../asking/answers.ts'

type SentEventsProps<Data> = {
  told: Events<Data>
  /** What is said where there are none. */
  none: string
  children: (one: Events<Data>['events'][number]) => ReactNode
}

/** The events that something was folded from, each on a line that opens. */
export function SentEvents<Data>({ told: { events, more }, none, children }: SentEventsProps<Data>) {
  const { t } = useTranslation()
  return (
    <>
      <ul className="entries history" aria-label={t('history.events')}>
        {events.map((one) => (
          <Fragment key={`${one.event.source} ${one.event.id}`}>{children(one)}</Fragment>
        ))}
      </ul>
      {events.length === 0 ? <p className="soft">{none}</p> : null}
      {more ? <p className="soft">{t('history.more', { count: events.length })}</p> : null}
    </>
  )
}
