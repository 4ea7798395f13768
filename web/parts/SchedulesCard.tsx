import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { schedulesPath, schedulesQuery, type Schedule } from '../asking/report-schedules.ts'
import { Confirm } from './Confirm.tsx'
import { FailureNote } from './FailureNote.tsx'
import { Loaded } from './Loaded.tsx'
import { Records } from './Records.tsx'
import { ReportTabs } from './ReportTabs.tsx'
import { ScheduleDialog } from './ScheduleDialog.tsx'
import { ScheduleRow } from './ScheduleRow.tsx'

/** Schedules of reports: when each is due, to whom it goes; switched, changed and deleted. */
export function SchedulesCard() {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const schedules = useQuery(schedulesQuery)
  const [edited, setEdited] = useState<Schedule | 'new'>()
  const [ending, setEnding] = useState<Schedule>()
  const { switching, deleting } = useScheduleActs(() => setEnding(undefined))
  const canMail = schedules.data?.canMail ?? true
  const isOpen = edited !== undefined
  return (
    <>
      <ReportTabs>
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setEdited('new')}>
          {t('schedules.new')}
        </Button>
      </ReportTabs>
      <section className="card" aria-label={t('schedules.list')}>
        <p className="card-lead soft">{t('schedules.text', { zone: company.zone })}</p>
        {switching.error === null ? null : <FailureNote error={switching.error} general="failure.form" />}
        <Loaded query={schedules} height={240}>
          {({ schedules: all }) =>
            all.length === 0 ? (
              <div className="empty empty-list">
                <h2>{t('schedules.noneTitle')}</h2>
                <p className="soft">{t('schedules.noneText')}</p>
              </div>
            ) : (
              <Records
                label={t('schedules.list')}
                columns={[
                  { title: t('reports.name') },
                  { title: t('schedules.when') },
                  { title: t('schedules.next') },
                  { title: t('schedules.toWhom') },
                  { title: t('schedules.state') },
                  { title: t('reports.actions'), kind: 'acts' },
                ]}
              >
                {all.map((schedule) => (
                  <ScheduleRow
                    key={schedule.id}
                    schedule={schedule}
                    isSwitching={switching.isPending && switching.variables.id === schedule.id}
                    onSwitch={() => switching.mutate(schedule)}
                    onEdit={() => setEdited(schedule)}
                    onDelete={() => {
                      deleting.reset()
                      setEnding(schedule)
                    }}
                  />
                ))}
              </Records>
            )
          }
        </Loaded>
      </section>
      {isOpen ? (
        <ScheduleDialog
          schedule={edited === 'new' ? undefined : edited}
          canMail={canMail}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
      {ending === undefined ? null : (
        <Confirm
          title={t('schedules.deleteTitle', { name: ending.name })}
          text={t('schedules.deleteText')}
          verb={t('reports.acts.delete')}
          acting={deleting}
          onConfirm={() => deleting.mutate(ending)}
          onClose={() => setEnding(undefined)}
        />
      )}
    </>
  )
}

function useScheduleActs(onDeleted: () => void) {
  const act = useAct()
  const queries = useQueryClient()
  const onSettled = () => queries.invalidateQueries({ queryKey: schedulesQuery.queryKey })
  const switching = useMutation({
    mutationFn: ({ id, isOn, version }: Schedule) =>
      act(`${schedulesPath}/${id}`, { method: 'PATCH', body: { isOn: !isOn, version } }),
    onSettled,
  })
  const deleting = useMutation({
    mutationFn: ({ id }: Schedule) => act(`${schedulesPath}/${id}`, { method: 'DELETE' }),
    onSuccess: onDeleted,
    onSettled,
  })
  return { switching, deleting }
}
