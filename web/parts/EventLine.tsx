import { IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SentEvent } from '../asking/answers.ts'
import { exactTime } from '../numbers.ts'

type EventLineProps = {
  event: SentEvent<object>
  receivedAt: string
  zone: string
  /** What happened. */
  what: ReactNode
  /** What was said besides. */
  told: readonly (string | undefined)[]
}

/** One event on a line: when and what; it opens to all that was sent, and from whom. */
export function EventLine({ event, receivedAt, zone, what, told }: EventLineProps) {
  const { t } = useTranslation()
  return (
    <li>
      <details>
        <summary>
          <IconChevronRight size={15} className="entry-mark" aria-hidden />
          <time dateTime={event.time ?? receivedAt}>{exactTime(event.time ?? receivedAt, zone)}</time>
          <span className="word">{what}</span>
          <bdi className="soft">{told.filter((part) => (part ?? '') !== '').join(' · ')}</bdi>
        </summary>
        <dl className="facts">
          <dt>{t('history.source')}</dt>
          <dd>
            <bdi>{event.source}</bdi>
          </dd>
          <dt>{t('history.id')}</dt>
          <dd>
            <bdi>{event.id}</bdi>
          </dd>
          <dt>{t('history.received')}</dt>
          <dd>{exactTime(receivedAt, zone)}</dd>
        </dl>
        <pre className="command">{JSON.stringify(event, undefined, 2)}</pre>
      </details>
    </li>
  )
}
