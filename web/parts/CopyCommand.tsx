import { useTranslation } from 'react-i18next'
import { CopyButton } from './CopyButton.tsx'

/** A command to be copied. */
export function CopyCommand({ command, isReady }: { command: string; isReady: boolean }) {
  const { t } = useTranslation()
  return (
    <>
      <pre className="command">{command}</pre>
      <CopyButton text={command} label={t('onboarding.copy')} isReady={isReady} />
    </>
  )
}
