import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Cell, Row } from '../asking/answers.ts'
import { previewQuery, type ReportPreview as Preview, type ReportRequest } from '../asking/reports.ts'
import { count, dateTime, duration, fullDay, money, percent } from '../numbers.ts'
import { FailureNote } from './FailureNote.tsx'
import { scrollable } from './scrollable.ts'

const restMilliseconds = 400

/** The first rows of what is described, asked for when the describing rests. */
export function useReportPreview(request: ReportRequest) {
  // Its name and the kind of file change nothing of what is shown.
  const shown = { ...request, name: '', format: 'csv' as const }
  const [asked] = useDebouncedValue(JSON.stringify(shown), restMilliseconds)
  const { name: _, ...body } = JSON.parse(asked) as ReportRequest
  return useQuery({ ...previewQuery(body as ReportRequest), enabled: body.columns.length > 0 })
}

type ReportPreviewProps = { preview: ReturnType<typeof useReportPreview>; zone: string }

/** The first rows of a report before it is made, how many it will have, and what to do where these are too many. */
export function ReportPreview({ preview, zone }: ReportPreviewProps) {
  const { t } = useTranslation()
  const { data, error, isFetching, isPlaceholderData } = preview
  return (
    <section className="report-preview" aria-label={t('reports.preview')} aria-busy={isFetching}>
      <h3>{t('reports.preview')}</h3>
      {error === null ? null : <FailureNote error={error} />}
      {data === undefined ? (
        error === null ? (
          <p className="soft">{t('reports.previewComes')}</p>
        ) : null
      ) : (
        <div className="report-preview-body" data-old={isPlaceholderData || error !== null}>
          <HowMany preview={data} />
          {data.rows.length === 0 ? null : (
            <section className="report-preview-rows" aria-label={t('reports.firstRows')} {...scrollable}>
              <Table preview={data} zone={zone} />
            </section>
          )}
        </div>
      )}
    </section>
  )
}

function HowMany({ preview: { all, rows, rowsMax } }: { preview: Preview }) {
  const { t } = useTranslation()
  if (all !== null && all > rowsMax)
    return (
      <p className="worse" role="alert">
        {t('reports.errors.too-long', { rows: count(all), most: count(rowsMax) })}
      </p>
    )
  if (all === 0 || (all === null && rows.length === 0)) return <p className="soft">{t('reports.noRows')}</p>
  return (
    <p className="soft">
      {all === null
        ? t('reports.firstOnly', { count: rows.length })
        : t(all > rows.length ? 'reports.willHave' : 'reports.rows', {
            count: all,
            shown: count(all),
            first: count(rows.length),
          })}
    </p>
  )
}

function Table({ preview: { columns, rows }, zone }: { preview: Preview; zone: string }) {
  return (
    <table className="numbers rows">
      <thead>
        <tr>
          {columns.map(({ name, title, type }) => (
            <th key={name} scope="col" className={isNumber(type) ? 'is-number' : ''}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no name of their own
          <tr key={at}>
            {columns.map(({ name, type }, place) => (
              <td key={name} className={isNumber(type) ? 'is-number' : ''}>
                <bdi>{cellText(row, { columns, place, zone })}</bdi>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function isNumber(type: string): boolean {
  return !['text', 'time', 'day'].includes(type)
}

function cellText(row: Row, { columns, place, zone }: { columns: Preview['columns']; place: number; zone: string }) {
  const cell: Cell = row[place] ?? null
  const { type, currency } = columns[place]!
  if (cell === null) return '—'
  if (type === 'time') return dateTime(cell, zone)
  if (type === 'day') return fullDay(String(cell))
  if (type === 'share') return percent(Number(cell))
  if (type === 'seconds') return duration(Number(cell))
  if (type === 'count') return count(Number(cell))
  if (type !== 'money') return String(cell)
  const code = row[columns.findIndex(({ name }) => name === currency?.column)]
  return typeof code === 'string' && code !== '' ? money(String(cell), code) : String(cell)
}
