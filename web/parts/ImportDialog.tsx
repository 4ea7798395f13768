import { Button, FileInput } from '@mantine/core'
import { IconFileTypeXls } from '@tabler/icons-react'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { csvType, excelType, importPath, tariffsKey, type Imported, type Tariff } from '../asking/tariffs.ts'
import { count, dateTime } from '../numbers.ts'
import { ChangesTable } from './ChangesTable.tsx'
import { Dialog } from './Dialog.tsx'
import { FailureNote } from './FailureNote.tsx'
import { FileFaults } from './FileFaults.tsx'
import { Form, type Typed } from './Form.tsx'
import { headOf, ValidFromFields } from './ValidFromFields.tsx'

type ImportDialogProps = {
  tariff: Tariff
  onMade: (version: number, validFrom: string) => void
  onClose: () => void
}

type Sent = { file: Blob; head: ReturnType<typeof headOf> }

/** Takes rates from a file: first what would change or is wrong, line by line, then for real. */
export function ImportDialog({ tariff, onMade, onClose }: ImportDialogProps) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const queries = useQueryClient()
  const act = useAct()
  const [file, setFile] = useState<File | null>(null)
  const [isMissed, setMissed] = useState(false)
  const send = ({ file: sent, head }: Sent, isDry: boolean) =>
    act<Imported>(importPath(tariff.tariff, { ...head, isDry }), { method: 'POST', file: sent })
  const telling = useMutation({
    mutationFn: async (typed: Typed) => {
      // A copy: the page must send what was looked at, also where the file is changed meanwhile.
      const sent = new Blob([await file!.arrayBuffer()], { type: /\.xlsx$/i.test(file!.name) ? excelType : csvType })
      const asked = { file: sent, head: headOf(typed, company.zone) }
      return { asked, told: await send(asked, true) }
    },
  })
  const making = useMutation({
    mutationFn: (asked: Sent) => send(asked, false),
    onSuccess: async ({ versions }) => {
      await queries.invalidateQueries({ queryKey: tariffsKey })
      onMade(versions[0]!.id!, versions[0]!.validFrom)
    },
  })
  const { data } = telling
  return (
    <Dialog title={t('tariffs.importTitle')} size={860} onClose={onClose}>
      {data === undefined ? (
        <Form
          sending={telling}
          submit={t('tariffs.check')}
          onSend={(typed) => (file === null ? setMissed(true) : telling.mutate(typed))}
          beside={
            <Button variant="default" onClick={onClose}>
              {t('draft.cancel')}
            </Button>
          }
        >
          <p className="soft">{t('tariffs.importText')}</p>
          <FileInput
            label={t('tariffs.file')}
            description={t('tariffs.fileHint')}
            placeholder={t('tariffs.chooseFile')}
            accept=".csv,.xlsx,text/csv"
            leftSection={<IconFileTypeXls size={16} stroke={1.6} aria-hidden />}
            error={isMissed && file === null ? t('form.faults.empty') : undefined}
            value={file}
            onChange={setFile}
          />
          <ValidFromFields zone={company.zone} />
        </Form>
      ) : (
        <div className="confirm">
          {data.told.faultCount > 0 ? (
            <FileFaults faults={data.told.faults} count={data.told.faultCount} />
          ) : (
            <>
              <p>{t('tariffs.rowsRead', { count: data.told.rows, shown: count(data.told.rows) })}</p>
              {data.told.versions.map(({ validFrom, counts, changes }) => (
                <section key={validFrom} className="confirm">
                  <h3>{t('tariffs.tellText', { time: dateTime(validFrom, company.zone), zone: company.zone })}</h3>
                  <ChangesTable counts={counts} changes={changes} />
                </section>
              ))}
            </>
          )}
          {making.error === null ? null : <FailureNote error={making.error} general="failure.form" />}
          <div className="form-ends">
            {data.told.faultCount > 0 ? null : (
              <Button loading={making.isPending} onClick={() => making.mutate(data.asked)}>
                {t('tariffs.make')}
              </Button>
            )}
            <Button variant="default" onClick={telling.reset}>
              {t('tariffs.otherFile')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
