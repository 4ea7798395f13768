import { IconCheck, IconLink, IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SharedAbout } from '../asking/shared-page.ts'
import { copyText } from '../copy.ts'
import { dateTime } from '../numbers.ts'
import { periodOf, rfc3339 } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import type { PageState } from '../use-page-state.ts'
import { useWords } from '../use-view.ts'

/** What a page without an account is about, in words: period, zone, filters, comparison. Nothing of it can be changed. */
export function SharedBar({ state, link }: { state: PageState; link: SharedAbout }) {
  const { t } = useTranslation()
  const { dimensionTitle, titleOf } = useWords()
  const [isCopied, setCopied] = useState(false)
  const { view, zone } = state
  const { from, to } = periodOf(view.choice, zone, temporal.Now.instant())
  const preset = 'preset' in view.choice ? t(`period.named.${view.choice.preset}`) : undefined
  const nameOf = (filter: string, word: string) =>
    link.names[filter]?.find(({ id }) => id === word)?.name ?? titleOf(filter, word)
  // One that follows the clock says by its title what it is about.
  const isLive = link.panel !== null && (state.entryOf(link.panel)?.live ?? null) !== null
  const copy = async () => {
    setCopied(await copyText(location.href))
    setTimeout(() => setCopied(false), 4000)
  }
  const Copy = isCopied ? IconCheck : IconLink
  return (
    <section className="shared-bar" aria-label={t('sharedPage.about')}>
      <dl>
        {isLive ? null : (
          <div>
            <dt>{t('filters.period')}</dt>
            <dd>
              {preset === undefined ? null : <b>{preset}</b>} {dateTime(rfc3339(from), zone)} →{' '}
              {dateTime(rfc3339(to), zone)} · {zone}
            </dd>
          </div>
        )}
        {Object.entries(view.filters).map(([filter, words]) => (
          <div key={filter}>
            <dt>{dimensionTitle(filter)}</dt>
            <dd>
              <bdi>{words.map((word) => (word === '' ? t('names.none') : nameOf(filter, word))).join(', ')}</bdi>
            </dd>
          </div>
        ))}
        {view.compare === 'off' ? null : (
          <div>
            <dt>{t('filters.compare')}</dt>
            <dd>{t(`filters.compare_${view.compare}`)}</dd>
          </div>
        )}
      </dl>
      <div className="shared-acts">
        <button type="button" className="chip" onClick={() => void copy()}>
          <Copy size={15} stroke={1.7} aria-hidden />
          {t(isCopied ? 'filters.copied' : 'sharedPage.copy')}
        </button>
        <button type="button" className="chip" onClick={() => print()}>
          <IconPrinter size={15} stroke={1.7} aria-hidden />
          {t('sharedPage.print')}
        </button>
      </div>
    </section>
  )
}
