import { useTranslation } from 'react-i18next'
import type { PanelAnswer, PanelEntry } from './asking/answers.ts'
import { copiedTable, tabbed, tableHtml } from './copied-table.ts'
import { copyTable } from './copy.ts'
import { temporal } from './periods/temporal.ts'
import { useWords } from './use-view.ts'

/** Puts what a panel shows on the clipboard as a table; false where the browser does not allow it. */
export function useCopiedTable(): (entry: PanelEntry, answer: PanelAnswer) => Promise<boolean> {
  const { t, i18n } = useTranslation()
  const { titleOf, dimensionTitle, measureTitle } = useWords()
  return (entry, answer) => {
    const { zone } = answer.period
    const table = copiedTable(entry, answer, {
      columnTitle: ({ name, unit }) => {
        if (name === 'latitude' || name === 'longitude') return t(`map.${name}`)
        return unit === null ? dimensionTitle(name) : measureTitle(name)
      },
      wordTitle: (dimension, word, told) => {
        const known = titleOf(dimension, word)
        if (known !== word) return known
        return told || t(dimension === 'evaluation' ? 'names.notEvaluated' : 'names.none')
      },
      rest: t('names.rest'),
      seconds: t('card.seconds'),
      before: t('card.compared'),
      dateTime: (time) =>
        temporal.Instant.from(time)
          .toZonedDateTimeISO(zone)
          .toPlainDateTime()
          .toString({ smallestUnit: 'minute' })
          .replace('T', ' '),
      decimalPoint: decimalPointOf(i18n.language),
    })
    return copyTable(tabbed(table), tableHtml(table))
  }
}

function decimalPointOf(language: string): string {
  return new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.'
}
