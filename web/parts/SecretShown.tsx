import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { saveFile } from '../save-file.ts'
import { CopyButton } from './CopyButton.tsx'

type SecretShownProps = {
  /** What it is, as the title of the box. */
  title: string
  /** What it is good for, and that it is not shown again. */
  note: string
  /** The secret; several stand on lines of their own. */
  secret: string
  /** The name of a text file to keep it in, where that is of use. */
  fileName?: string
}

/** A secret that is shown this one time, to be copied or kept in a file. */
export function SecretShown({ title, note, secret, fileName }: SecretShownProps) {
  const { t } = useTranslation()
  return (
    <section className="secret" aria-label={title}>
      <output>
        <h3>{title}</h3>
        <p className="soft">{note}</p>
      </output>
      <pre className="command">{secret}</pre>
      <div className="secret-ways">
        <CopyButton text={secret} label={t('copy.copy')} />
        {fileName === undefined ? null : (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => saveFile(new Blob([`${secret}\n`], { type: 'text/plain' }), fileName)}
          >
            {t('copy.download')}
          </Button>
        )}
      </div>
    </section>
  )
}
