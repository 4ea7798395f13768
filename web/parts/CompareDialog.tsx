import { Button, Select } from '@mantine/core'
import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { changesQuery, type Tariff, type Version } from '../asking/tariffs.ts'
import { dateTime } from '../numbers.ts'
import { ChangesTable } from './ChangesTable.tsx'
import { Dialog } from './Dialog.tsx'
import { Loaded } from './Loaded.tsx'

type CompareDialogProps = { tariff: Tariff; version: Version; onClose: () => void }

/** How a version differs from another one: at first from the one before it. */
export function CompareDialog({ tariff, version, onClose }: CompareDialogProps) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const others = tariff.versions.filter(({ id }) => id !== version.id)
  const before = others.find(({ validFrom, state }) => validFrom <= version.validFrom && state !== 'withdrawn')
  const [against, setAgainst] = useState((before ?? others[0]!).id)
  const changes = useInfiniteQuery(changesQuery(tariff.tariff, version.id, against))
  return (
    <Dialog
      title={t('tariffs.compareTitle', { time: dateTime(version.validFrom, company.zone) })}
      size={860}
      onClose={onClose}
    >
      <div className="confirm">
        <Select
          label={t('tariffs.compareWith')}
          allowDeselect={false}
          comboboxProps={{ shadow: 'none' }}
          data={others.map(({ id, validFrom, state }) => ({
            value: String(id),
            label: `${dateTime(validFrom, company.zone)} · ${t(`tariffs.states.${state}`)}`,
          }))}
          value={String(against)}
          onChange={(id) => id !== null && setAgainst(Number(id))}
        />
        <Loaded query={changes} height={160}>
          {({ pages }) => (
            <>
              <ChangesTable counts={pages[0]!.counts} changes={pages.flatMap((page) => page.changes)} />
              {changes.hasNextPage ? (
                <div>
                  <Button
                    size="xs"
                    variant="default"
                    loading={changes.isFetchingNextPage}
                    onClick={() => void changes.fetchNextPage()}
                  >
                    {t('rows.more')}
                  </Button>
                </div>
              ) : null}
            </>
          )}
        </Loaded>
      </div>
    </Dialog>
  )
}
