import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { reportTypesQuery, type Report } from './asking/reports.ts'
import { textIn } from './i18n/language.ts'
import { count } from './numbers.ts'

/** What went wrong with a report, by its code; one of a later version is told as the API tells it. */
const known = ['canceled', 'disk-full', 'crashed', 'storage', 'internal'] as const

/** The words of reports in the language of the page. */
export function useReportWords() {
  const { t, i18n } = useTranslation()
  const { data: types = [] } = useQuery(reportTypesQuery)
  return {
    typeOf: ({ service, type }: Pick<Report, 'service' | 'type'>): string => {
      const found = types.find((one) => one.service === service && one.type === type)
      return found === undefined ? type : textIn(found.title, i18n.language)
    },
    /** Why there is no file, and what to do. */
    faultOf: ({ code, detail }: NonNullable<Report['error']>): string => {
      const [, rows = '', most = ''] = /would have ([\d,]+) rows, and ([\d,]+) are/.exec(detail) ?? []
      if (rows !== '') return t('reports.errors.too-long', { rows: whole(rows), most: whole(most) })
      const word = known.find((one) => one === code)
      if (word === undefined) return detail
      const [, who = ''] = /^Canceled by (.*)\.$/.exec(detail) ?? []
      return t(`reports.errors.${word}`, { who })
    },
  }
}

function whole(written: string): string {
  return count(Number(written.replaceAll(',', '')))
}
