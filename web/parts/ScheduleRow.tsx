import { ActionIcon } from '@mantine/core'
import { IconPencil, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Schedule } from '../asking/report-schedules.ts'
import { dateTime } from '../numbers.ts'
import { useReportWords } from '../use-report-words.ts'
import { useScheduleWords } from '../use-schedule-words.ts'
import { RecordCell } from './Records.tsx'

type ScheduleRowProps = {
  schedule: Schedule
  isSwitching: boolean
  onSwitch: () => void
  onEdit: () => void
  onDelete: () => void
}

const icon = { size: 18, stroke: 1.7 }

/** A schedule in the list, and what can be done with it. */
export function ScheduleRow({ schedule, isSwitching, onSwitch, onEdit, onDelete }: ScheduleRowProps) {
  const { t } = useTranslation()
  const { typeOf } = useReportWords()
  const dueIn = useScheduleWords()
  const { name, service, format, covers, isOn, isDefault, emails, nextAt, lastAt, stopped, zone } = schedule
  return (
    <tr>
      <th scope="row">
        <bdi className="record-name">{name}</bdi>
        <span className="record-note">
          {[t(`reports.services.${service}`), typeOf(schedule), t(`reports.formats.${format}`)].join(' · ')}
        </span>
        {isDefault ? <span className="record-note">{t('schedules.byItself')}</span> : null}
      </th>
      <RecordCell title={t('schedules.when')}>
        <span className="schedule-when">
          {dueIn(schedule)}
          <span className="record-note">{t(`schedules.covers.${covers}`)}</span>
        </span>
      </RecordCell>
      <RecordCell title={t('schedules.next')}>
        <span>
          {nextAt === null ? '—' : dateTime(nextAt, zone)}
          {lastAt === null ? null : (
            <span className="record-note">{t('schedules.last', { time: dateTime(lastAt, zone) })}</span>
          )}
        </span>
      </RecordCell>
      <RecordCell title={t('schedules.toWhom')}>
        {emails.length === 0 ? (
          <span className="soft">{t('schedules.toNobody')}</span>
        ) : (
          <span className="schedule-emails">{emails.join(', ')}</span>
        )}
      </RecordCell>
      <RecordCell title={t('schedules.state')}>
        <button
          type="button"
          role="switch"
          aria-checked={isOn}
          aria-label={t('schedules.switch', { name })}
          className="switch"
          disabled={isSwitching}
          onClick={onSwitch}
        >
          <i aria-hidden />
          {t(isOn ? 'schedules.on' : 'schedules.off')}
        </button>
        {stopped === null ? null : <span className="record-note">{t(`schedules.stopped.${stopped}`)}</span>}
      </RecordCell>
      <RecordCell title={t('reports.actions')} kind="acts">
        <span className="row-acts">
          <ActionIcon
            variant="subtle"
            size={32}
            aria-label={t('schedules.editOf', { name })}
            title={t('schedules.edit')}
            onClick={onEdit}
          >
            <IconPencil {...icon} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            size={32}
            aria-label={t('reports.actsOf.delete', { name })}
            title={t('reports.acts.delete')}
            onClick={onDelete}
          >
            <IconTrash {...icon} />
          </ActionIcon>
        </span>
      </RecordCell>
    </tr>
  )
}
