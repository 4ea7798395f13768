import { Button } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../copy.ts'

type CopyButtonProps = { text: string; label: string; isReady?: boolean }

/** Copies a text that stands beside it; where the browser refuses, the person is asked to mark it by hand. */
export function CopyButton({ text, label, isReady = true }: CopyButtonProps) {
  const { t } = useTranslation()
  const [outcome, setOutcome] = useState<{ text: string; isCopied: boolean }>()
  const copy = async () => setOutcome({ text, isCopied: await copyText(text) })
  const isCopied = outcome?.text === text && outcome.isCopied
  return (
    <>
      <Button
        size="sm"
        variant="default"
        disabled={!isReady}
        leftSection={isCopied ? <IconCheck size={16} /> : <IconCopy size={16} />}
        onClick={() => void copy()}
      >
        {isCopied ? t('copy.copied') : label}
      </Button>
      {outcome?.isCopied === false ? <output>{t('copy.failed')}</output> : null}
    </>
  )
}
