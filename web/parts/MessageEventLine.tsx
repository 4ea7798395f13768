import { useTranslation } from 'react-i18next'
import type { SentEvent, StatusData } from '../asking/answers.ts'
import { money } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { Dot } from './Dot.tsx'
import { EventLine } from './EventLine.tsx'

type MessageEventLineProps = { event: SentEvent<StatusData>; receivedAt: string; zone: string }

/** One event of a message: its status, and what the provider said. */
export function MessageEventLine({ event, receivedAt, zone }: MessageEventLineProps) {
  const { t } = useTranslation()
  const { titleOf } = useWords()
  const { status, required, price, providerStatus, reason } = event.data
  const what = (
    <>
      <Dot word={status} />
      {t(`history.receipts.${status}`, { defaultValue: titleOf('status', status) })}
      {required === false ? <span className="soft">{t('history.optional')}</span> : null}
    </>
  )
  const cost = price === undefined ? '' : money(price.amount, price.currency, 'exact')
  return (
    <EventLine event={event} receivedAt={receivedAt} zone={zone} what={what} told={[providerStatus, reason, cost]} />
  )
}
