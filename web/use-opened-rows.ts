import { useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { PanelAnswer, PanelEntry } from './asking/answers.ts'
import { Refusal } from './asking/ask.ts'
import type { Selectors } from './asking/queries.ts'
import { searchOfRows, withoutRows, type OpenedRows } from './opened-rows.ts'
import type { Search } from './view.ts'

declare module '@tanstack/react-router' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be added to
  interface HistoryState {
    /** Whether rows were opened from the page that is one step back. */
    isOpenedHere?: boolean
  }
}

/** Which number the rows are behind. */
export type Behind = OpenedRows & {
  entry: PanelEntry
  /** What the panel showed, where it could be read. */
  answer: PanelAnswer | undefined
  /** The query that gave the number: it stays as it was when the rows were opened, while the page goes on. */
  asked: string
}

type Panel = { entry: PanelEntry | undefined; answer: PanelAnswer | Refusal | undefined; asked: string }

/** The rows that the address of a page opens; to open some is a step forward, to close them a step back. */
export function useOpenedRows(opened: OpenedRows | undefined, { entry, answer, asked }: Panel) {
  const navigate = useNavigate()
  const { history } = useRouter()
  const isOpenedHere = useLocation({ select: ({ state }) => state.isOpenedHere === true })
  const key = opened === undefined ? undefined : JSON.stringify(opened)
  const [kept, setKept] = useState<{ key: string; asked: string; answer: PanelAnswer | undefined }>()
  if (kept !== undefined && key !== kept.key) setKept(undefined)
  if (kept === undefined && key !== undefined && answer !== undefined) {
    setKept({ key, asked, answer: answer instanceof Refusal ? undefined : answer })
  }
  const behind: Behind | undefined =
    opened === undefined || entry === undefined || kept?.key !== key ? undefined : { ...opened, ...kept!, entry }

  return {
    behind,
    open: (panel: string, selectors: Selectors) =>
      void navigate({
        to: '.',
        search: (search: Search) => ({
          ...withoutRows(search),
          ...searchOfRows({ panel, selectors }),
        }),
        state: { isOpenedHere: true },
        resetScroll: false,
      }),
    close: () => {
      if (isOpenedHere) history.back()
      else void navigate({ to: '.', search: withoutRows, replace: true, resetScroll: false })
    },
  }
}
