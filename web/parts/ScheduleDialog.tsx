import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { schedulesPath, schedulesQuery, type Schedule, type Timetable } from '../asking/report-schedules.ts'
import { reportTypesQuery, type ReportType } from '../asking/reports.ts'
import { textIn } from '../i18n/language.ts'
import { typedTime } from '../periods/typed.ts'
import { useReportDraft } from '../use-report-draft.ts'
import { Dialog } from './Dialog.tsx'
import { Form, TextField, type Typed } from './Form.tsx'
import { Loaded } from './Loaded.tsx'
import { ReportColumnsField, ReportFields, ReportRowsFields } from './ReportFields.tsx'
import { TimetableFields } from './TimetableFields.tsx'

type ScheduleDialogProps = {
  /** The one that is changed; without it a new one is made. */
  schedule: Schedule | undefined
  canMail: boolean
  onClose: () => void
}

/** A schedule: which report, when, of which period before, and to whom. */
export function ScheduleDialog(props: ScheduleDialogProps) {
  const { t } = useTranslation()
  const types = useQuery(reportTypesQuery)
  return (
    <Dialog
      title={t(props.schedule === undefined ? 'schedules.new' : 'schedules.edit')}
      size={1120}
      onClose={props.onClose}
    >
      <Loaded query={types} height={460}>
        {(known) => <ScheduleForm {...props} types={known} />}
      </Loaded>
    </Dialog>
  )
}

const monthly: Timetable = {
  every: 'month',
  at: '06:00',
  weekday: 1,
  monthDay: 1,
  cron: '30 6 * * 1-5',
  covers: 'month',
}

function ScheduleForm({ schedule, canMail, onClose, types }: ScheduleDialogProps & { types: readonly ReportType[] }) {
  const { t, i18n } = useTranslation()
  const { company, scopes } = useSuspenseQuery(sessionQuery).data
  const mayMail = scopes.includes('admin')
  const draft = useReportDraft(types, schedule ?? {})
  const [timetable, setTimetable] = useState<Timetable>(() => timesOf(schedule))
  const act = useAct()
  const queries = useQueryClient()
  const keeping = useMutation({
    mutationFn: (typed: Typed) => {
      const { name, ...form } = draft.form
      const emails = (typed['emails'] ?? '').split(/[\s,;]+/).filter((one) => one !== '')
      const body = {
        ...form,
        name: name.trim() === '' ? textIn(draft.type.title, form.language) : name.trim(),
        ...askedTimes(timetable),
        // Those that were there stay as they are where they cannot be changed.
        ...(mayMail && (canMail || emails.length === 0) ? { emails } : {}),
        ...(schedule === undefined ? {} : { version: schedule.version }),
      }
      return schedule === undefined
        ? act(schedulesPath, { method: 'POST', body })
        : act(`${schedulesPath}/${schedule.id}`, { method: 'PATCH', body })
    },
    onSuccess: () => {
      onClose()
      return queries.invalidateQueries({ queryKey: schedulesQuery.queryKey })
    },
  })
  return (
    <Form
      sending={keeping}
      submit={t(schedule === undefined ? 'schedules.make' : 'draft.save')}
      onSend={(typed) => keeping.mutate(typed)}
      sentences={{ conflict: t('schedules.conflict') }}
      beside={
        <Button variant="default" onClick={onClose}>
          {t('draft.cancel')}
        </Button>
      }
    >
      <ReportFields draft={draft} usualName={textIn(draft.type.title, i18n.language)} />
      <ReportRowsFields draft={draft} />
      <div className="report-look">
        <ReportColumnsField draft={draft} />
        <div className="form schedule-side">
          <TimetableFields timetable={timetable} zone={company.zone} onChange={setTimetable} />
          <TextField
            name="emails"
            label={t('schedules.emails')}
            required={false}
            disabled={!mayMail || (!canMail && (schedule?.emails.length ?? 0) === 0)}
            autoComplete="off"
            placeholder="ann@example.com, boris@example.com"
            description={t(
              mayMail ? (canMail ? 'schedules.emailsHint' : 'lowBalance.noMail') : 'schedules.emailsNotYours',
            )}
            defaultValue={schedule?.emails.join(', ')}
          />
        </div>
      </div>
    </Form>
  )
}

function timesOf(schedule: Schedule | undefined): Timetable {
  if (schedule === undefined) return monthly
  const { every, at, weekday, monthDay, cron, covers } = schedule
  return {
    every,
    at: at ?? monthly.at,
    weekday: weekday ?? monthly.weekday,
    monthDay: monthDay ?? monthly.monthDay,
    cron: cron ?? monthly.cron,
    covers,
  }
}

/** Only what the API knows of times of this kind. */
function askedTimes({ every, at, weekday, monthDay, cron, covers }: Timetable) {
  if (every === 'cron') return { every, cron, covers }
  return {
    every,
    at: typedTime(at ?? '') ?? at,
    covers,
    ...(every === 'week' ? { weekday } : {}),
    ...(every === 'month' ? { monthDay } : {}),
  }
}
