import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { FailureNote } from './FailureNote.tsx'

/** Shown where a page cannot be drawn at all. */
export function PageFailure({ error }: { error: unknown }) {
  const { t } = useTranslation()
  return (
    <main className="lonely">
      <h1>{t('failure.page')}</h1>
      <FailureNote error={error} />
      <Button onClick={() => location.reload()}>{t('failure.reload')}</Button>
    </main>
  )
}
