import { Button, FileInput } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMoneyAct } from '../asking/invoices.ts'
import { importStatement } from '../asking/statements.ts'
import { FailureNote } from './FailureNote.tsx'
import { PageSection } from './PageSection.tsx'
import { StatementCounts } from './StatementCounts.tsx'
import { StatementLines } from './StatementLines.tsx'

type Sent = { file: Blob; name: string }

/** Takes a file of a bank: first what it would do, line by line, then for good. */
export function ImportStatement() {
  const { t } = useTranslation()
  const [file, setFile] = useState<File | null>(null)
  const telling = useMutation({
    mutationFn: async (chosen: File) => {
      // A copy: what was looked at is sent, also where the file is changed meanwhile.
      const sent = {
        file: new Blob([await chosen.arrayBuffer()], { type: 'application/octet-stream' }),
        name: chosen.name,
      }
      return { sent, told: await importStatement(sent.file, sent.name, true) }
    },
  })
  const making = useMoneyAct(({ file: sent, name }: Sent) => importStatement(sent, name, false))
  const choose = (chosen: File | null) => {
    setFile(chosen)
    making.reset()
    telling.reset()
    if (chosen !== null) telling.mutate(chosen)
  }
  const { data } = telling
  const done = making.data
  return (
    <PageSection title={t('statements.importTitle')} note={t('statements.importText')}>
      <div className="confirm">
        <FileInput
          className="statement-file"
          label={t('statements.file')}
          description={t('statements.fileHint')}
          placeholder={t('statements.choose')}
          leftSection={<IconFileImport size={16} stroke={1.6} aria-hidden />}
          clearable
          clearButtonProps={{ 'aria-label': t('filters.clear') }}
          value={file}
          onChange={choose}
        />
        {telling.isPending ? <output className="soft">{t('statements.reading')}</output> : null}
        {telling.error === null ? null : <FailureNote error={telling.error} general="statements.unreadable" />}
        {done !== undefined ? (
          <output>
            {done.isNew ? t('statements.imported') : t('statements.again')} <StatementCounts counts={done.counts} />
          </output>
        ) : data === undefined ? null : (
          <>
            <p>{data.told.isNew ? t('statements.preview') : t('statements.again')}</p>
            <StatementCounts counts={data.told.counts} />
            <StatementLines lines={data.told.lines} />
            {data.told.linesMore === 0 ? null : (
              <p className="soft">{t('statements.more', { count: data.told.linesMore })}</p>
            )}
            {making.error === null ? null : <FailureNote error={making.error} general="failure.form" />}
            {data.told.isNew ? (
              <div className="form-ends">
                <Button loading={making.isPending} onClick={() => making.mutate(data.sent)}>
                  {t('statements.import')}
                </Button>
                <Button variant="default" onClick={() => choose(null)}>
                  {t('draft.cancel')}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </div>
    </PageSection>
  )
}
