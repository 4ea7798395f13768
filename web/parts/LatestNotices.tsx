import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Notice } from '../asking/low-balance.ts'
import { sessionQuery } from '../asking/queries.ts'
import { dateTime, money } from '../numbers.ts'
import { DeliveryOutcome } from './DeliveryOutcome.tsx'
import { PageSection } from './PageSection.tsx'

/** The latest notices, and how each was told: whether it came, is tried again, or was given up. */
export function LatestNotices({ notices }: { notices: readonly Notice[] }) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  if (notices.length === 0) return null
  return (
    <PageSection title={t('lowBalance.latest')}>
      <ol className="notices">
        {notices.map(({ at, amount, threshold, currency, deliveries }) => (
          <li key={at}>
            <p>
              <time dateTime={at}>{dateTime(at, company.zone)}</time>{' '}
              {t('lowBalance.fell', { amount: money(amount, currency), threshold: money(threshold, currency) })}
            </p>
            <ul>
              {deliveries.map((one) => (
                <li key={`${one.way} ${one.target}`} className="soft">
                  <bdi>{one.target}</bdi>: <DeliveryOutcome delivery={one} zone={company.zone} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </PageSection>
  )
}
