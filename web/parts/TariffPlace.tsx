import { Button } from '@mantine/core'
import { IconFileImport, IconPencil } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { ratesFile, tariffQuery, type Tariff, type TariffHead } from '../asking/tariffs.ts'
import { dateTime } from '../numbers.ts'
import { useTariffPlace } from '../use-tariff-place.ts'
import { useTariffTitle } from '../use-tariff-title.ts'
import { ImportDialog } from './ImportDialog.tsx'
import { Loaded } from './Loaded.tsx'
import { RateTables } from './RateTables.tsx'
import { VersionEditor } from './VersionEditor.tsx'
import { VersionsCard } from './VersionsCard.tsx'

type TariffPlaceProps = { tariff: string; listed: readonly (TariffHead & { versions: number })[] }

/** One tariff: the prices of the version that is shown, and all its versions. */
export function TariffPlace({ tariff, listed }: TariffPlaceProps) {
  const query = useQuery(tariffQuery(tariff))
  return (
    <Loaded query={query} height={420}>
      {(known) => <Shown tariff={known} listed={listed} />}
    </Loaded>
  )
}

function Shown({ tariff, listed }: { tariff: Tariff; listed: TariffPlaceProps['listed'] }) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const { version: asked, show } = useTariffPlace()
  const titleOf = useTariffTitle()
  const [act, setAct] = useState<'edit' | 'import'>()
  const [made, setMade] = useState('')
  const inForce = tariff.versions.find(({ state }) => state === 'in-force')
  const coming = tariff.versions.findLast(({ state }) => state === 'coming')
  const version = tariff.versions.find(({ id }) => id === asked) ?? inForce ?? coming
  const title = titleOf(tariff)
  const stop = () => setAct(undefined)
  const onMade = (id: number, from: string) => {
    stop()
    setMade(t('tariffs.made', { time: dateTime(from, company.zone) }))
    void show(tariff.tariff, id)
  }
  const usual = listed.find(
    (one) => one.relation === 'pays' && one.buyer === 0 && one.tariff !== tariff.tariff && one.versions > 0,
  )
  if (act === 'edit') return <VersionEditor tariff={tariff} base={version} onMade={onMade} onClose={stop} />
  return (
    <>
      <section className="card" aria-label={title}>
        <header className="card-head card-head-tools">
          <div>
            <h2>
              <bdi>{title}</bdi>
            </h2>
            <p className="soft">
              {version === undefined
                ? t('tariffs.noVersion')
                : t(`tariffs.since.${version.state}`, {
                    time: dateTime(version.validFrom, company.zone),
                    zone: company.zone,
                  })}
            </p>
          </div>
          {tariff.mayChange ? (
            <div className="tariff-acts">
              <Button variant="default" leftSection={<IconFileImport size={16} />} onClick={() => setAct('import')}>
                {t('tariffs.import')}
              </Button>
              <Button leftSection={<IconPencil size={16} />} onClick={() => setAct('edit')}>
                {t(version === undefined ? 'tariffs.begin' : 'tariffs.change')}
              </Button>
            </div>
          ) : null}
        </header>
        <output className="soft">{made}</output>
        {tariff.relation === 'pays' && tariff.buyer !== 0 && usual !== undefined && version !== undefined ? (
          <p className="card-lead soft">
            {t('tariffs.besides')}{' '}
            <button type="button" className="chip chip-quiet" onClick={() => void show(usual.tariff)}>
              {titleOf(usual)}
            </button>
          </p>
        ) : null}
        {version === undefined ? (
          <p className="prose">{t(tariff.mayChange ? 'tariffs.beginText' : 'tariffs.noneText')}</p>
        ) : (
          <>
            <p className="card-lead soft">
              {t(`tariffs.ownPrices.${version.ownPrices}`)}
              {version.note === '' ? null : (
                <>
                  {' '}
                  {t('tariffs.noted')} <bdi>{version.note}</bdi>
                </>
              )}
            </p>
            <RateTables tariff={tariff} version={version} />
            <div className="tariff-files">
              {(['csv', 'xlsx'] as const).map((format) => (
                <a key={format} className="chip" href={ratesFile(tariff.tariff, version.id, format)} download>
                  {t(`tariffs.export.${format}`)}
                </a>
              ))}
            </div>
          </>
        )}
      </section>
      {tariff.versions.length === 0 ? null : <VersionsCard tariff={tariff} shown={version?.id} />}
      {act === 'import' ? <ImportDialog tariff={tariff} onMade={onMade} onClose={stop} /> : null}
    </>
  )
}
