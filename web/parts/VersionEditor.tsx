import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { nameOfRate, tariffsKey, type Rate, type Tariff, type Told, type Version } from '../asking/tariffs.ts'
import { dateTime } from '../numbers.ts'
import { useRateEdits } from '../use-rate-edits.ts'
import { useTariffTitle } from '../use-tariff-title.ts'
import { ChangesTable } from './ChangesTable.tsx'
import { Dialog } from './Dialog.tsx'
import { FailureNote } from './FailureNote.tsx'
import { Form } from './Form.tsx'
import { LeaveDialog } from './LeaveDialog.tsx'
import { RateDialog } from './RateDialog.tsx'
import { RateRow } from './RateRow.tsx'
import { RateTables } from './RateTables.tsx'
import { Records } from './Records.tsx'
import { headOf, ValidFromFields } from './ValidFromFields.tsx'

type VersionEditorProps = {
  tariff: Tariff
  /** The version whose rates it begins with. */
  base: Version | undefined
  onMade: (version: number, validFrom: string) => void
  onClose: () => void
}

/** A new version of a tariff: the rates of another one, changed, and from when it is valid. What changes is seen before it is made. */
export function VersionEditor({ tariff, base, onMade, onClose }: VersionEditorProps) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const queries = useQueryClient()
  const act = useAct()
  const titleOf = useTariffTitle()
  const edits = useRateEdits()
  const [dialog, setDialog] = useState<{ rate: Rate | undefined }>()
  const [newest] = useState(() => Math.max(0, ...tariff.versions.map(({ id }) => id)))
  const path = `tariffs/${tariff.tariff}/versions`
  const bodyOf = (head: object) => ({
    ...head,
    newest,
    ...(base === undefined ? { rates: edits.put } : { basedOn: base.id, put: edits.put, remove: edits.remove }),
  })
  const telling = useMutation({
    mutationFn: async (head: ReturnType<typeof headOf>) => ({
      head,
      told: await act<Told>(`${path}?dryRun=yes`, { method: 'POST', body: bodyOf(head) }),
    }),
    onSuccess: () => making.reset(),
  })
  const making = useMutation({
    mutationFn: (head: object) => act<Version>(path, { method: 'POST', body: bodyOf(head) }),
    onSuccess: async (version) => {
      await queries.invalidateQueries({ queryKey: tariffsKey })
      onMade(version.id, version.validFrom)
    },
  })
  const editing = {
    ...edits,
    onEdit: (rate: Rate) => setDialog({ rate }),
    onRemove: edits.removeRate,
    onUndo: edits.undo,
  }
  return (
    <>
      <section className="card" aria-label={t('tariffs.newVersion')}>
        <header className="card-head card-head-tools">
          <div>
            <h2>{t('tariffs.newVersion')}</h2>
            <p className="soft">
              <bdi>{titleOf(tariff)}</bdi>
              {base === undefined
                ? null
                : ` · ${t('tariffs.basedOn', { time: dateTime(base.validFrom, company.zone) })}`}
            </p>
          </div>
          <Button leftSection={<IconPlus size={15} />} onClick={() => setDialog({ rate: undefined })}>
            {t('tariffs.addRate')}
          </Button>
        </header>
        {base === undefined ? (
          <NewRates editing={editing} />
        ) : (
          <RateTables tariff={tariff} version={base} editing={editing} />
        )}
      </section>
      <section className="card" aria-label={t('tariffs.when')}>
        <header className="card-head">
          <h2>{t('tariffs.when')}</h2>
        </header>
        <Form
          sending={telling}
          submit={t('tariffs.tell')}
          onSend={(typed) => telling.mutate(headOf(typed, company.zone))}
          beside={
            <Button variant="default" onClick={onClose}>
              {t('draft.cancel')}
            </Button>
          }
        >
          <ValidFromFields zone={company.zone} ownPrices={base?.ownPrices} />
        </Form>
      </section>
      <LeaveDialog isUnsaved={edits.isEdited && !making.isSuccess} />
      {dialog === undefined ? null : (
        <RateDialog
          tariff={tariff}
          rate={dialog.rate}
          onKept={(rate) => {
            edits.keep(rate, dialog.rate === undefined ? undefined : nameOfRate(dialog.rate))
            setDialog(undefined)
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
      {telling.data === undefined ? null : (
        <Dialog title={t('tariffs.tellTitle')} size={860} onClose={telling.reset}>
          <div className="confirm">
            <p>
              {t('tariffs.tellText', { time: dateTime(telling.data.told.validFrom, company.zone), zone: company.zone })}
            </p>
            <ChangesTable counts={telling.data.told.counts} changes={telling.data.told.changes} />
            {making.error === null ? null : (
              <FailureNote
                error={making.error}
                general="failure.form"
                sentences={{ conflict: t('tariffs.conflict') }}
              />
            )}
            <div className="form-ends">
              <Button loading={making.isPending} onClick={() => making.mutate(telling.data.head)}>
                {t('tariffs.make')}
              </Button>
              <Button variant="default" onClick={telling.reset}>
                {t('draft.cancel')}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  )
}

/** The rates of a tariff that has no version yet. */
function NewRates({ editing }: { editing: Parameters<typeof RateRow>[0]['editing'] & object }) {
  const { t } = useTranslation()
  if (editing.added.length === 0) return <p className="prose">{t('tariffs.noRatesYet')}</p>
  return (
    <Records
      label={t('tariffs.newVersion')}
      columns={[
        { title: t('tariffs.columns.uses') },
        { title: t('tariffs.columns.price'), kind: 'number' },
        { title: t('tariffs.columns.terms') },
        { title: t('tariffs.columns.acts'), kind: 'acts' },
      ]}
    >
      {editing.added.map((rate) => (
        <RateRow key={nameOfRate(rate)} rate={rate} state="added" editing={editing} isAlone />
      ))}
    </Records>
  )
}
