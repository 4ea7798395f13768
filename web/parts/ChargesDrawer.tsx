import { Button, Drawer } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChargeLines, type ChargeLine } from '../asking/charges.ts'
import { type Service } from '../asking/tariffs.ts'
import { fullDay } from '../numbers.ts'
import { ChargeDetails } from './ChargeDetails.tsx'
import { ChargeLines } from './ChargeLines.tsx'
import { FailureNote } from './FailureNote.tsx'
import { Loaded } from './Loaded.tsx'

/** Of which day and service charges are looked at; of all services without one. */
export type DayAndService = { day: string; service: Service | undefined }

type ChargesDrawerProps = { opened: DayAndService | undefined; zone: string; onClose: () => void }

/** The charges of a day, and what each of them is made of. */
export function ChargesDrawer({ opened, zone, onClose }: ChargesDrawerProps) {
  const { t } = useTranslation()
  const service = opened?.service === undefined ? t('charges.title') : t(`services.${opened.service}`)
  return (
    <Drawer
      opened={opened !== undefined}
      onClose={onClose}
      position="right"
      size="min(1120px, 100%)"
      lockScroll={false}
      title={opened === undefined ? '' : `${service} · ${fullDay(opened.day)}`}
      closeButtonProps={{ 'aria-label': t('rows.close') }}
      classNames={{ content: 'rows-drawer', body: 'rows-body' }}
    >
      {opened === undefined ? null : <Lines key={JSON.stringify(opened)} {...opened} zone={zone} />}
    </Drawer>
  )
}

function Lines({ day, service, zone }: DayAndService & { zone: string }) {
  const { t } = useTranslation()
  const [line, setLine] = useState<ChargeLine>()
  const lines = useChargeLines(day, service)
  if (line !== undefined) return <ChargeDetails line={line} zone={zone} onBack={() => setLine(undefined)} />
  return (
    <>
      <Loaded query={lines} height={240}>
        {({ pages }) => <ChargeLines lines={pages.flatMap((page) => page.lines)} onOpen={setLine} />}
      </Loaded>
      {lines.data !== undefined && lines.error !== null ? <FailureNote error={lines.error} /> : null}
      {lines.hasNextPage ? (
        <Button
          size="xs"
          variant="default"
          loading={lines.isFetchingNextPage}
          onClick={() => void lines.fetchNextPage()}
        >
          {t('rows.more')}
        </Button>
      ) : null}
    </>
  )
}
