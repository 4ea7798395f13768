import { useTranslation } from 'react-i18next'
import { useToldName } from '../asking/names.ts'
import { textIn } from '../i18n/language.ts'
import { dateTime } from '../numbers.ts'
import type { PageState } from '../use-page-state.ts'
import { useWords } from '../use-view.ts'

/** The heading of a page on paper: whose it is, what it shows, of which period and filters, and when it was read. */
export function PrintHead({ state }: { state: PageState }) {
  const { t, i18n } = useTranslation()
  const { titleOf, dimensionTitle } = useWords()
  const toldName = useToldName()
  const { catalogue, company, id, page, view, zone } = state
  if (page === undefined) return null
  const title = catalogue.pages.find((one) => one.id === id)?.title
  const filters = Object.entries(view.filters).map(([name, words]) => {
    const told = words.map((word) => toldName(name, word) ?? titleOf(name, word))
    return `${dimensionTitle(name)}: ${told.join(', ')}`
  })
  const { from, to } = page.period
  return (
    <header className="print-head">
      <p className="print-company">{company.name}</p>
      <h1>{title === undefined ? id : textIn(title, i18n.language)}</h1>
      <p>
        {dateTime(from, zone)} → {dateTime(to, zone)} · {zone}
        {view.compare === 'off' ? '' : ` · ${t(`print.compared_${view.compare}`)}`}
      </p>
      <p>{filters.length === 0 ? t('print.unfiltered') : filters.join(' · ')}</p>
      <p className="soft">{t('print.readAt', { time: dateTime(page.asOf, zone) })}</p>
    </header>
  )
}
