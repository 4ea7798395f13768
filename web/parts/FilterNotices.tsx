import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUnknownNames } from '../asking/names.ts'
import type { PageState } from '../use-page-state.ts'
import { filterKind, useWords } from '../use-view.ts'

/** What of the address says nothing to this page, or nothing any more: each can be closed. */
export function FilterNotices({ state, isGone }: { state: PageState; isGone: boolean }) {
  const { t } = useTranslation()
  const { dimensionTitle } = useWords()
  const { ignored, view, saved, catalogue, closeSaved } = state
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  const named = Object.entries(view.filters).filter(([name]) => filterKind(catalogue, name) === 'names')
  const unknown = useUnknownNames(named).map(({ kind, id }) => `${dimensionTitle(kind)} “${id}”`)
  const notices = [
    isGone ? t('views.gone', { id: saved }) : '',
    ignored.length === 0 ? '' : t('filters.ignored', { values: ignored.join(', ') }),
    unknown.length === 0 ? '' : t('filters.unknown', { values: unknown.join(', ') }),
  ]
  const dismiss = (notice: string) => {
    setDismissed([...dismissed, notice])
    if (isGone && notice === notices[0]) closeSaved()
  }
  return notices
    .filter((notice) => notice !== '' && !dismissed.includes(notice))
    .map((notice) => (
      <output key={notice} className="notice">
        {notice}
        <button type="button" className="icon-button" aria-label={t('filters.dismiss')} onClick={() => dismiss(notice)}>
          <IconX size={15} />
        </button>
      </output>
    ))
}
