import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../copy.ts'

/** A command to be copied; where the browser refuses, the person is asked to mark it by hand. */
export function CopyCommand({ command, isReady }: { command: string; isReady: boolean }) {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState<{ command: string; isCopied: boolean }>()
  const copy = async () => setOutcome({ command, isCopied: await copyText(command) })
  const isCopied = outcome?.command === command && outcome.isCopied
  return (
    <>
      <pre className="command">{command}</pre>
      <Button
        size="sm"
        variant="default"
        disabled={!isReady}
        leftSection={isCopied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        onClick={() => void copy()}
      >
        {t(isCopied ? 'onboarding.copied' : 'onboarding.copy')}
      </Button>
      {outcome?.isCopied === false ? <output>{t('onboarding.copyFailed')}</output> : null}
    </>
  )
}
