import { ActionIcon, Checkbox } from '@mantine/core'
import { IconDownload, IconRefresh, IconTrash, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { reportFile, type Report } from '../asking/reports.ts'
import { dateTime } from '../numbers.ts'
import { useReportWords } from '../use-report-words.ts'
import { RecordCell } from './Records.tsx'
import { ReportState } from './ReportState.tsx'

/** What can be done with a report of the list. */
export type ReportAct = 'generate' | 'cancel' | 'delete'

type ReportRowProps = {
  report: Report
  zone: string
  isChosen: boolean
  onChoose: (isChosen: boolean) => void
  onAct: (act: ReportAct) => void
}

const icon = { size: 18, stroke: 1.7 }

/** A report in the list, how far it is, and what can be done with it. */
export function ReportRow({ report, zone, isChosen, onChoose, onAct }: ReportRowProps) {
  const { t } = useTranslation()
  const { typeOf } = useReportWords()
  const { id, name, service, status, format, period, addedAt, formedAt, isAutomatic, askedBy, file } = report
  const act = (which: ReportAct, Icon: typeof IconTrash) => (
    <ActionIcon
      variant="subtle"
      size={32}
      aria-label={t(`reports.actsOf.${which}`, { name })}
      title={t(`reports.acts.${which}`)}
      onClick={() => onAct(which)}
    >
      <Icon {...icon} />
    </ActionIcon>
  )
  return (
    <tr data-report={id}>
      <th scope="row">
        <span className="report-name">
          <Checkbox
            size="xs"
            aria-label={t('reports.choose', { name })}
            checked={isChosen}
            onChange={(event) => onChoose(event.currentTarget.checked)}
          />
          <span>
            <bdi className="record-name">{name}</bdi>
            <span className="record-note">
              {dateTime(period.from, period.zone)} → {dateTime(period.to, period.zone)}
              {period.zone === zone ? '' : ` · ${period.zone}`}
            </span>
          </span>
        </span>
      </th>
      <RecordCell title={t('reports.service')}>{t(`reports.services.${service}`)}</RecordCell>
      <RecordCell title={t('reports.type')}>
        <span>
          {typeOf(report)}
          <span className="record-note">{t(`reports.formats.${format}`)}</span>
        </span>
      </RecordCell>
      <RecordCell title={t('reports.status')}>
        <ReportState report={report} zone={zone} />
      </RecordCell>
      <RecordCell title={t('reports.added')}>
        <span>
          {dateTime(addedAt, zone)}
          <bdi className="record-note">{isAutomatic ? t('reports.bySchedule') : askedBy}</bdi>
        </span>
      </RecordCell>
      <RecordCell title={t('reports.formed')}>{formedAt === null ? '—' : dateTime(formedAt, zone)}</RecordCell>
      <RecordCell title={t('reports.actions')} kind="acts">
        <span className="row-acts">
          {file === null ? null : (
            <ActionIcon
              component="a"
              href={reportFile(id)}
              download
              variant="subtle"
              size={32}
              aria-label={t('reports.downloadOf', { name })}
              title={t('reports.downloadAs', { format: t(`reports.formats.${format}`) })}
            >
              <IconDownload {...icon} />
            </ActionIcon>
          )}
          {status === 'generating' ? act('cancel', IconX) : act('generate', IconRefresh)}
          {act('delete', IconTrash)}
        </span>
      </RecordCell>
    </tr>
  )
}
