import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import type { Telling } from '../asking/webhook.ts'
import { dateTime } from '../numbers.ts'
import { DeliveryOutcome } from './DeliveryOutcome.tsx'
import { PageSection } from './PageSection.tsx'

/** What the company was told lately: of what, where, and whether it came. */
export function LatestTellings({ tellings }: { tellings: readonly Telling[] }) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  if (tellings.length === 0) return null
  return (
    <PageSection title={t('webhook.latest')}>
      <ol className="notices">
        {tellings.map((telling) => (
          <li key={`${telling.at} ${telling.event} ${telling.way} ${telling.target}`}>
            <p>
              <time dateTime={telling.at}>{dateTime(telling.at, company.zone)}</time> <code>{telling.event}</code>{' '}
              {telling.subject}
            </p>
            <p className="soft">
              <bdi>{telling.target}</bdi>: <DeliveryOutcome delivery={telling} zone={company.zone} />
            </p>
          </li>
        ))}
      </ol>
    </PageSection>
  )
}
