import { Button } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { tariffsKey, type Tariff, type Version } from '../asking/tariffs.ts'
import { count, dateTime } from '../numbers.ts'
import { useTariffPlace } from '../use-tariff-place.ts'
import { CompareDialog } from './CompareDialog.tsx'
import { Confirm } from './Confirm.tsx'
import { RecordCell, Records } from './Records.tsx'
import { WhatIfDialog } from './WhatIfDialog.tsx'

/** The versions of a tariff, those that begin last first: shown, compared, withdrawn. */
export function VersionsCard({ tariff, shown }: { tariff: Tariff; shown: number | undefined }) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const { show } = useTariffPlace()
  const queries = useQueryClient()
  const act = useAct()
  const [comparing, setComparing] = useState<Version>()
  const [trying, setTrying] = useState<Version>()
  const [ending, setEnding] = useState<Version>()
  const withdrawing = useMutation({
    mutationFn: ({ id }: Version) => act(`tariffs/${tariff.tariff}/versions/${id}`, { method: 'DELETE' }),
    onSuccess: () => {
      setEnding(undefined)
      return queries.invalidateQueries({ queryKey: tariffsKey })
    },
  })
  const time = (at: string) => dateTime(at, company.zone)
  return (
    <section className="card" aria-label={t('tariffs.versions')}>
      <header className="card-head">
        <h2>{t('tariffs.versions')}</h2>
      </header>
      <Records
        label={t('tariffs.versions')}
        columns={[
          { title: t('tariffs.columns.validFrom') },
          { title: t('tariffs.columns.rates'), kind: 'number' },
          { title: t('tariffs.columns.note') },
          { title: t('tariffs.columns.made') },
          { title: t('tariffs.columns.acts'), kind: 'acts' },
        ]}
      >
        {tariff.versions.map((version) => (
          <tr key={version.id} data-state={version.state === 'withdrawn' ? 'removed' : undefined}>
            <th scope="row">
              <span className="record-name">
                {time(version.validFrom)}
                <span className={version.state === 'in-force' ? 'badge' : 'tag'}>
                  {t(`tariffs.states.${version.state}`)}
                </span>
              </span>
            </th>
            <RecordCell title={t('tariffs.columns.rates')} kind="number">
              {count(version.rates)}
            </RecordCell>
            <RecordCell title={t('tariffs.columns.note')}>
              <bdi className="tariff-note">{version.note === '' ? '—' : version.note}</bdi>
            </RecordCell>
            <RecordCell title={t('tariffs.columns.made')}>
              <div>
                {time(version.madeAt)}
                {version.madeBy === null ? null : <bdi className="record-note">{version.madeBy}</bdi>}
                {version.withdrawnAt === null ? null : (
                  <span className="record-note">
                    {version.withdrawnBy === null
                      ? t('tariffs.withdrawn', { time: time(version.withdrawnAt) })
                      : t('tariffs.withdrawnBy', { time: time(version.withdrawnAt), who: version.withdrawnBy })}
                  </span>
                )}
              </div>
            </RecordCell>
            <RecordCell title={t('tariffs.columns.acts')} kind="acts">
              <span className="rate-acts">
                <Button
                  size="xs"
                  variant="default"
                  disabled={version.id === shown}
                  aria-label={t('tariffs.showOf', { time: time(version.validFrom) })}
                  onClick={() => void show(tariff.tariff, version.id)}
                >
                  {t('tariffs.show')}
                </Button>
                {tariff.versions.length < 2 ? null : (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={t('tariffs.compareOf', { time: time(version.validFrom) })}
                    onClick={() => setComparing(version)}
                  >
                    {t('tariffs.compare')}
                  </Button>
                )}
                {tariff.relation === 'other' || version.state === 'withdrawn' ? null : (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={t('whatIf.openOf', { time: time(version.validFrom) })}
                    onClick={() => setTrying(version)}
                  >
                    {t('whatIf.open')}
                  </Button>
                )}
                {tariff.mayChange && version.state !== 'withdrawn' ? (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={t('tariffs.withdrawOf', { time: time(version.validFrom) })}
                    onClick={() => {
                      withdrawing.reset()
                      setEnding(version)
                    }}
                  >
                    {t('tariffs.withdraw')}
                  </Button>
                ) : null}
              </span>
            </RecordCell>
          </tr>
        ))}
      </Records>
      {comparing === undefined ? null : (
        <CompareDialog tariff={tariff} version={comparing} onClose={() => setComparing(undefined)} />
      )}
      {trying === undefined ? null : <WhatIfDialog version={trying} onClose={() => setTrying(undefined)} />}
      {ending === undefined ? null : (
        <Confirm
          title={t('tariffs.withdrawTitle', { time: time(ending.validFrom) })}
          text={t(
            ending.state === 'in-force' || ending.state === 'over' ? 'tariffs.withdrawUsed' : 'tariffs.withdrawText',
          )}
          verb={t('tariffs.withdraw')}
          acting={withdrawing}
          onConfirm={() => withdrawing.mutate(ending)}
          onClose={() => setEnding(undefined)}
        />
      )}
    </section>
  )
}
