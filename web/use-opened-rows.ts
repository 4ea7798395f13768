import { useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { PanelAnswer, PanelEntry } from './asking/answers.ts'
import { Refusal } from './asking/ask.ts'
import type { Selectors } from './asking/queries.ts'
import { searchOfRows, withoutRows, withoutSubject, withSubject, type OpenedRows, type Subject } from './opened-rows.ts'
import type { Search } from './view.ts'

declare module '@tanstack/react-router' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be added to
  interface HistoryState {
    /** Whether rows were opened from the page that is one step back. */
    isOpenedHere?: boolean
    /** Whether what a row opens to was opened from what is one step back. */
    isSubjectOpenedHere?: boolean
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

/** The rows that the address of a page opens, and what one of them opens to; to open is a step forward, to close a step back. */
export function useOpenedRows(opened: OpenedRows | undefined, { entry, answer, asked }: Panel) {
  const navigate = useNavigate()
  const { history } = useRouter()
  const isOpenedHere = useLocation({ select: ({ state }) => state.isOpenedHere === true })
  const isSubjectOpenedHere = useLocation({ select: ({ state }) => state.isSubjectOpenedHere === true })
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
    isOpenedHere,
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
    openSubject: (subject: Subject) =>
      void navigate({
        to: '.',
        search: (search: Search) => withSubject(search, subject),
        state: { isOpenedHere, isSubjectOpenedHere: true },
        resetScroll: false,
      }),
    closeSubject: () => {
      if (isSubjectOpenedHere) history.back()
      else
        void navigate({ to: '.', search: withoutSubject, state: { isOpenedHere }, replace: true, resetScroll: false })
    },
    close: () => {
      // What was opened here step by step is closed by as many steps back.
      const isBack = opened === undefined ? isSubjectOpenedHere : isOpenedHere
      if (isBack) history.go(opened !== undefined && isSubjectOpenedHere ? -2 : -1)
      else void navigate({ to: '.', search: withoutRows, replace: true, resetScroll: false })
    },
  }
}
