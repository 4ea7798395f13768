import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportForm, ReportService, ReportType } from './asking/reports.ts'

/** What is known of a report before anybody chose: all of it, where one is changed. */
export type ReportStart = Partial<ReportForm>

/** A report while it is described in a form: of which type, which rows and columns, as what. */
export function useReportDraft(types: readonly ReportType[], start: ReportStart) {
  const { i18n } = useTranslation()
  const [form, setForm] = useState<ReportForm>(() => {
    const type = typeIn(types, start) ?? types[0]!
    return {
      service: type.service,
      type: type.type,
      name: start.name ?? '',
      filters: keptFilters(type, start.filters ?? {}),
      columns: start.columns ?? usualColumns(type),
      format: start.format ?? 'xlsx',
      language: start.language ?? (i18n.language === 'ru' ? 'ru' : 'en'),
    }
  })
  const type = typeIn(types, form)!
  const become = (next: ReportType) =>
    setForm((before) => ({
      ...before,
      service: next.service,
      type: next.type,
      filters: keptFilters(next, before.filters),
      columns: usualColumns(next),
    }))
  return {
    form,
    type,
    services: [...new Set(types.map(({ service }) => service))],
    ofService: types.filter(({ service }) => service === form.service),
    setService: (service: ReportService) => become(types.find((one) => one.service === service)!),
    setType: (word: string) => become(types.find((one) => one.service === form.service && one.type === word)!),
    set: (changed: Partial<Omit<ReportForm, 'service' | 'type'>>) => setForm((before) => ({ ...before, ...changed })),
    setFilter: (name: string, words: readonly string[]) =>
      setForm((before) => {
        const { [name]: _, ...others } = before.filters
        return { ...before, filters: words.length === 0 ? others : { ...others, [name]: words } }
      }),
    takeUsualColumns: () => setForm((before) => ({ ...before, columns: usualColumns(type) })),
  }
}

export type ReportDraft = ReturnType<typeof useReportDraft>

function typeIn(types: readonly ReportType[], { service, type }: ReportStart): ReportType | undefined {
  return types.find((one) => one.service === service && one.type === type)
}

function usualColumns({ columns }: ReportType): string[] {
  return columns.filter(({ isUsual }) => isUsual).map(({ name }) => name)
}

/** Those filters that the type has, too. */
function keptFilters({ filters }: ReportType, chosen: ReportForm['filters']): ReportForm['filters'] {
  return Object.fromEntries(Object.entries(chosen).filter(([name]) => filters.includes(name)))
}
