import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useView, useWords } from '../use-view.ts'
import { searchOf } from '../view.ts'
import { ChoiceMenu } from './ChoiceMenu.tsx'
import { CompareMenu } from './CompareMenu.tsx'
import { PeriodPicker } from './PeriodPicker.tsx'
import { ShareMenu } from './ShareMenu.tsx'

/** The one filter bar of a page of graphs: period first, then filters, compare, Clear; Share at the right. */
export function FilterBar() {
  const { t } = useTranslation()
  const { view, ignored, setView, clear, zone, company } = useView()
  const { titleOf, orderOf } = useWords()
  const [dismissed, setDismissed] = useState('')
  const isFresh = Object.keys(searchOf(view)).length === 0
  const notice = ignored.join(', ')
  return (
    <>
      <section className="filters" aria-label={t('filters.label')}>
        <PeriodPicker view={view} zone={zone} companyZone={company.zone} onChange={setView} />
        <ChoiceMenu
          title={t('filters.channel')}
          all={t('filters.allChannels')}
          some={(count) => t('filters.someChannels', { count })}
          words={orderOf('channel').map((word) => ({ word, title: titleOf('channel', word) }))}
          chosen={view.channels}
          onChange={(channels) => setView({ channels })}
        />
        <ChoiceMenu
          title={t('filters.status')}
          all={t('filters.allStatuses')}
          some={(count) => t('filters.someStatuses', { count })}
          words={orderOf('status').map((word) => ({ word, title: titleOf('status', word) }))}
          chosen={view.statuses}
          onChange={(statuses) => setView({ statuses })}
        />
        <CompareMenu compare={view.compare} onChange={(compare) => setView({ compare })} />
        <button type="button" className="chip chip-quiet" onClick={clear} disabled={isFresh && ignored.length === 0}>
          {t('filters.clear')}
        </button>
        <div className="filters-right">
          <ShareMenu view={view} zone={zone} />
        </div>
      </section>
      {notice === '' || notice === dismissed ? null : (
        <output className="notice">
          {t('filters.ignored', { values: notice })}
          <button
            type="button"
            className="icon-button"
            aria-label={t('filters.dismiss')}
            onClick={() => setDismissed(notice)}
          >
            <IconX size={15} />
          </button>
        </output>
      )}
    </>
  )
}
