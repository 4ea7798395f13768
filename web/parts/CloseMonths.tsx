import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ask } from '../asking/ask.ts'
import { useMoneyAct } from '../asking/invoices.ts'
import type { Closed } from '../asking/staff-invoices.ts'
import { FailureNote } from './FailureNote.tsx'
import { PageSection } from './PageSection.tsx'

/** Makes the invoices of every month whose grace is over, without waiting for the clock. */
export function CloseMonths() {
  const { t } = useTranslation()
  const closing = useMoneyAct(() => ask<Closed>('invoicing/close', { method: 'POST', body: {} }))
  const { data, error } = closing
  return (
    <PageSection title={t('invoicing.closeTitle')} note={t('invoicing.closeText')}>
      <div className="confirm">
        <div>
          <Button variant="default" loading={closing.isPending} onClick={() => closing.mutate(undefined)}>
            {t('invoicing.closeNow')}
          </Button>
        </div>
        <output>
          {data === undefined ? null : (
            <>
              {data.invoices === 0 ? t('invoicing.closedNone') : t('invoicing.closed', { count: data.invoices })}
              {data.waiting.length === 0 ? null : ` ${t('invoicing.waiting', { companies: data.waiting.join(', ') })}`}
            </>
          )}
        </output>
        {error === null ? null : <FailureNote error={error} general="failure.form" />}
      </div>
    </PageSection>
  )
}
