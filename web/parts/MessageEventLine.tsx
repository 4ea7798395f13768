import { IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SentEvent } from '../asking/answers.ts'
import { exactTime, money } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { Dot } from './Dot.tsx'

type MessageEventLineProps = { event: SentEvent; receivedAt: string; zone: string }

/** One event of a message on a line: when, what, and from whom; it opens to all that was sent. */
export function MessageEventLine({ event, receivedAt, zone }: MessageEventLineProps) {
  const { t } = useTranslation()
  const { titleOf } = useWords()
  const { status, required, price, providerStatus, reason } = event.data
  const told = [providerStatus, reason, price === undefined ? '' : money(price.amount, price.currency, 'exact')]
  return (
    <li>
      <details>
        <summary>
          <IconChevronRight size={15} className="entry-mark" aria-hidden />
          <time dateTime={event.time ?? receivedAt}>{exactTime(event.time ?? receivedAt, zone)}</time>
          <span className="word">
            <Dot word={status} />
            {t(`history.receipts.${status}`, { defaultValue: titleOf('status', status) })}
            {required === false ? <span className="soft">{t('history.optional')}</span> : null}
          </span>
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
