import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from './asking/accounts.ts'
import { reportFile, reportsKey, type Report } from './asking/reports.ts'
import type { ReportAct } from './parts/ReportRow.tsx'

const asked = {
  generate: { method: 'POST', path: '/generate' },
  cancel: { method: 'POST', path: '/cancel' },
  delete: { method: 'DELETE', path: '' },
} as const

/** Browsers drop files that are asked for at the same moment. */
const betweenFilesMilliseconds = 700

/** Which reports are chosen, and what is done with one or several: one after the other, so that the first refusal stops the rest. */
export function useReportActs() {
  const act = useAct()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [deleting, setDeleting] = useState<readonly Report[]>([])
  const drop = (id: string) =>
    setChosen((before) => {
      const after = new Set(before)
      after.delete(id)
      return after
    })
  const acting = useMutation({
    mutationFn: async ({ which, reports }: { which: ReportAct; reports: readonly Report[] }) => {
      for (const { id } of reports) {
        const { method, path } = asked[which]
        // oxlint-disable-next-line no-await-in-loop -- the next one waits for it
        await act(`reports/${id}${path}`, { method })
        if (which === 'delete') drop(id)
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: reportsKey }),
    onSuccess: () => setDeleting([]),
  })
  const downloading = useMutation({
    mutationFn: async (reports: readonly Report[]) => {
      for (const { id } of reports) {
        const link = Object.assign(document.createElement('a'), { href: reportFile(id), download: '' })
        link.click()
        // oxlint-disable-next-line no-await-in-loop -- the next one waits for it
        await new Promise((done) => setTimeout(done, betweenFilesMilliseconds))
      }
    },
  })
  return {
    chosen,
    choose: (ids: readonly string[], isChosen: boolean) =>
      setChosen((before) => new Set(isChosen ? [...before, ...ids] : [...before].filter((id) => !ids.includes(id)))),
    /** Those that are about to be deleted, if somebody says so. */
    deleting,
    askToDelete: (reports: readonly Report[]) => {
      acting.reset()
      setDeleting(reports)
    },
    act: (which: ReportAct, reports: readonly Report[]) => acting.mutate({ which, reports }),
    acting,
    download: (reports: readonly Report[]) => downloading.mutate(reports),
    isDownloading: downloading.isPending,
  }
}

export type ReportActs = ReturnType<typeof useReportActs>
