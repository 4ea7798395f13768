import { keepPreviousData, queryOptions, useInfiniteQuery } from '@tanstack/react-query'
import type { AskedPeriod, Row, Text } from './answers.ts'
import { ask, isSignedOut } from './ask.ts'

/** Reports as the API answers them, and how they are asked for. */

export const reportStatuses = ['generated', 'generating', 'error'] as const
export type ReportStatus = (typeof reportStatuses)[number]
export const reportFormats = ['xlsx', 'csv', 'parquet'] as const
export type ReportFormat = (typeof reportFormats)[number]
export type ReportService = 'notifications' | 'chats' | 'calls' | 'operators' | 'finance' | 'companies'
export type ReportLanguage = 'en' | 'ru'

/** What a report shows, and how: the same for one that is made now and for one that comes by itself. */
export type ReportForm = {
  service: ReportService
  type: string
  name: string
  filters: Readonly<Record<string, readonly string[]>>
  columns: readonly string[]
  format: ReportFormat
  language: ReportLanguage
}

export type ReportProgress = {
  phase: 'waiting' | 'counting' | 'reading' | 'storing'
  /** In the queue, while it waits: 1 is next. */
  place: number | null
  rowsDone: number
  rowsAll: number | null
  secondsLeft: number | null
}

export type Report = ReportForm & {
  id: string
  status: ReportStatus
  addedAt: string
  /** When its file was made, or it went wrong. */
  formedAt: string | null
  askedBy: string
  /** Whether a schedule asked for it. */
  isAutomatic: boolean
  period: AskedPeriod
  progress: ReportProgress | null
  error: { code: string; detail: string } | null
  file: { name: string; bytes: number; rows: number } | null
  /** When its file was taken away because it was old. */
  expiredAt: string | null
}

export type ReportColumn = { name: string; title: Text; type: string; isUsual: boolean }

export type ReportType = {
  service: ReportService
  type: string
  title: Text
  description: Text
  isDetailed: boolean
  columns: readonly ReportColumn[]
  filters: readonly string[]
}

export type ReportsPage = {
  reports: readonly Report[]
  counts: Readonly<Record<'all' | ReportStatus, number>>
  next: string | null
}

export type ReportPreview = {
  /** What it is called where it gets no name. */
  name: string
  columns: readonly { name: string; title: string; type: string; currency?: { column?: string } }[]
  rows: readonly Row[]
  all: number | null
  rowsMax: number
}

export type ReportsAsked = {
  text: string
  status: ReportStatus | undefined
  from: string | undefined
  to: string | undefined
}

export type ReportRequest = ReportForm & { from: string; to: string; zone: string }

const retry = (times: number, error: Error) => !isSignedOut(error) && times < 1
/** While something is generated, and else: schedules and other people make reports, too. */
const askAgainMilliseconds = { generating: 1500, else: 30_000 }

export const reportsKey = ['reports']

export const reportTypesQuery = queryOptions({
  queryKey: ['report-types'],
  queryFn: async ({ signal }) => (await ask<{ types: readonly ReportType[] }>('reports/types', { signal })).types,
  staleTime: 300_000,
  retry,
})

/** The reports of the company, page after page; asked for again while they are seen, and often while any is being generated. */
export function useReports({ text, status, from, to }: ReportsAsked) {
  const query = new URLSearchParams({
    ...(text === '' ? {} : { q: text }),
    ...(status === undefined ? {} : { status }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }).toString()
  return useInfiniteQuery({
    queryKey: [...reportsKey, query],
    queryFn: ({ pageParam, signal }) =>
      ask<ReportsPage>(`reports?${query}${pageParam === '' ? '' : `&cursor=${pageParam}`}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (last: ReportsPage) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => {
      const isGenerating = data?.pages.some(({ counts }) => counts.generating > 0) ?? false
      return isGenerating ? askAgainMilliseconds.generating * data!.pages.length : askAgainMilliseconds.else
    },
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: 'always',
    retry,
  })
}

/** A report that was just asked for, followed until it is made or gone. */
export function reportQuery(asked: Report | undefined) {
  return queryOptions({
    queryKey: ['report', asked?.id],
    queryFn: ({ signal }) => ask<Report>(`reports/${asked!.id}`, { signal }),
    enabled: asked !== undefined,
    initialData: asked,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state: { data, status } }) =>
      status !== 'error' && data?.status === 'generating' ? askAgainMilliseconds.generating : false,
    retry: false,
  })
}

/** The first rows of a report that is not asked for yet. */
export function previewQuery(request: ReportRequest) {
  return queryOptions({
    queryKey: ['report-preview', request],
    queryFn: ({ signal }) => ask<ReportPreview>('reports/preview', { method: 'POST', body: request, signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  })
}

export function reportFile(id: string): string {
  return `/api/v1/reports/${id}/file`
}
