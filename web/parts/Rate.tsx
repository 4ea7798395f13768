import { useTranslation } from 'react-i18next'
import { percent } from '../numbers.ts'

/** The share of the messages with an outcome that was delivered; nothing where there is no outcome yet. */
export function Rate({ share }: { share: number | undefined }) {
  const { t } = useTranslation()
  return share === undefined ? null : <span className="rate soft">{t('counter.rate', { share: percent(share) })}</span>
}
