import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  nameOfRate,
  ratesQuery,
  serviceWords,
  versionQuery,
  type Rate,
  type Service,
  type TariffHead,
  type Version,
} from '../asking/tariffs.ts'
import { count } from '../numbers.ts'
import { FailureNote } from './FailureNote.tsx'
import { Loaded } from './Loaded.tsx'
import { RateRow } from './RateRow.tsx'
import { Records } from './Records.tsx'
import { SearchField } from './SearchField.tsx'

/** How rates are edited: what became of a rate of the version, what is new, and what can be done. */
export type Editing = {
  /** The rate that a rate of the version is replaced by, `removed`, or nothing. */
  stateOf: (name: string) => Rate | 'removed' | undefined
  added: readonly Rate[]
  onEdit: (rate: Rate) => void
  onRemove: (name: string) => void
  onUndo: (name: string) => void
}

type RateTablesProps = { tariff: TariffHead; version: Version; editing?: Editing }

const typingMilliseconds = 250
/** So many are seen at a glance. */
const soughtFrom = 20

/** The rates of a version, a table per service, searched and paged by the server. */
export function RateTables({ tariff, version, editing }: RateTablesProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), typingMilliseconds)
  const page = useQuery(versionQuery(tariff.tariff, version.id))
  return (
    <Loaded query={page} height={240}>
      {({ services, rates }) => {
        const present = serviceWords.filter(
          (word) =>
            services.some(({ service }) => service === word) || editing?.added.some(({ service }) => service === word),
        )
        return (
          <>
            {rates < soughtFrom ? null : (
              <SearchField
                label={t('tariffs.search')}
                hint={t('tariffs.searchHint')}
                empty={t('filters.clear')}
                typed={typed}
                onType={setTyped}
              />
            )}
            {present.length === 0 ? <p className="prose">{t('tariffs.noRates')}</p> : null}
            {present.map((service) => (
              <ServiceRates
                key={service}
                asked={{ tariff: tariff.tariff, version: version.id, text }}
                service={service}
                editing={editing}
              />
            ))}
          </>
        )
      }}
    </Loaded>
  )
}

type ServiceRatesProps = {
  asked: { tariff: string; version: number; text: string }
  service: Service
  editing: Editing | undefined
}

function ServiceRates({ asked: { tariff, version, text }, service, editing }: ServiceRatesProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(ratesQuery(tariff, version, service, text))
  const added = (editing?.added ?? []).filter((rate) => rate.service === service)
  return (
    <Loaded query={query} height={100}>
      {({ pages }) => {
        const rates = pages.flatMap((page) => page.rates)
        const total = pages[0]!.count
        if (rates.length + added.length === 0) return null
        return (
          <section className="tariff-service" aria-busy={query.isPlaceholderData}>
            <h3>
              {t(`services.${service}`)} <span className="soft">{count(total + added.length)}</span>
            </h3>
            <RatesTable service={service} isEdited={editing !== undefined}>
              {added.map((rate) => (
                <RateRow key={nameOfRate(rate)} rate={rate} state="added" editing={editing} />
              ))}
              {rates.map((rate) => {
                const state = editing?.stateOf(nameOfRate(rate))
                const shown = typeof state === 'object' ? state : rate
                const word = typeof state === 'object' ? 'changed' : state
                return <RateRow key={nameOfRate(rate)} rate={shown} before={rate} state={word} editing={editing} />
              })}
            </RatesTable>
            {query.error === null ? null : <FailureNote error={query.error} />}
            {query.hasNextPage ? (
              <div className="card-more">
                <Button
                  size="xs"
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t('tariffs.more', { shown: count(rates.length), total: count(total) })}
                </Button>
              </div>
            ) : null}
          </section>
        )
      }}
    </Loaded>
  )
}

function RatesTable({ service, isEdited, children }: { service: Service; isEdited: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <Records
      label={t(`services.${service}`)}
      columns={[
        { title: t('tariffs.columns.uses') },
        { title: t('tariffs.columns.price'), kind: 'number' },
        { title: t('tariffs.columns.terms') },
        ...(isEdited ? [{ title: t('tariffs.columns.acts'), kind: 'acts' as const }] : []),
      ]}
    >
      {children}
    </Records>
  )
}
