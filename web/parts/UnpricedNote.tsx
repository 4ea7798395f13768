import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Unpriced } from '../asking/charges.ts'
import { count } from '../numbers.ts'

/** What was used and has no price: how much, that it is in no amount, and what to do. */
export function UnpricedNote({ unpriced }: { unpriced: readonly Unpriced[] }) {
  const { t } = useTranslation()
  if (unpriced.length === 0) return null
  const all = unpriced.map(({ service, events }) => `${t(`services.${service}`)} ${count(events)}`)
  const title = t('charges.unpricedTitle')
  return (
    <section className="card missing" aria-label={title}>
      <IconAlertTriangle size={22} stroke={1.6} aria-hidden />
      <div>
        <h2>{title}</h2>
        <p className="soft">{t('charges.unpricedText', { all: all.join(', ') })}</p>
      </div>
    </section>
  )
}
