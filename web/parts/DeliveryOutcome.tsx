import { useTranslation } from 'react-i18next'
import { dateTime } from '../numbers.ts'

type DeliveryOutcomeProps = {
  delivery: { sentAt: string | null; nextAt: string | null; error: string | null; attempts: number }
  zone: string
}

/** Whether something that was told came, is tried again, or was given up. */
export function DeliveryOutcome({ delivery, zone }: DeliveryOutcomeProps) {
  const { t } = useTranslation()
  const { sentAt, nextAt, error, attempts } = delivery
  if (sentAt !== null) return t('lowBalance.sent', { time: dateTime(sentAt, zone) })
  if (nextAt !== null && error === null) return t('lowBalance.waits')
  return (
    <>
      {nextAt === null
        ? t('lowBalance.gaveUp', { count: attempts })
        : t('lowBalance.again', { time: dateTime(nextAt, zone) })}{' '}
      <span lang="en">{error}</span>
    </>
  )
}
