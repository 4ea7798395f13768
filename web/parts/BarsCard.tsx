import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Selectors } from '../asking/queries.ts'
import { gridOf, valueAt, type Grid } from '../charts/grid.ts'
import { namesIn, restKey, titleAt } from '../charts/names.ts'
import { textIn } from '../i18n/language.ts'
import { count, percent } from '../numbers.ts'
import { allBut } from '../opened-rows.ts'
import { usePaper } from '../use-paper.ts'
import { useWords } from '../use-view.ts'
import { Card } from './Card.tsx'
import { OpenNumber } from './OpenNumber.tsx'
import type { PanelCardProps } from './PanelCard.tsx'
import { columnKey } from './PanelTable.tsx'
import { rowsWord } from './rows-word.ts'
import { scrollable } from './scrollable.ts'

/** So many rows are shown at first. */
const rowsAtFirst = 10

type BarsCardProps = Pick<PanelCardProps, 'entry' | 'answer' | 'width' | 'height' | 'isOld' | 'file' | 'onBehind'>

/** A panel as a table with a bar in each row: how much of the largest it is. */
export function BarsCard({ entry, answer, width, height, isOld, file, onBehind }: BarsCardProps) {
  const { t, i18n } = useTranslation()
  const { titleOf, orderOf, dimensionTitle, measureTitle } = useWords()
  const [isWhole, setWhole] = useState(false)
  const isPaper = usePaper()
  const title = textIn(entry.title, i18n.language)
  const names = namesIn(answer, { none: t('names.none'), rest: t('names.rest') })
  const grid = gridOf(entry, answer, answer, { orderOf, names })
  const before = answer.compare && gridOf(entry, answer, answer.compare, { orderOf, names })
  const largest = Math.max(0, ...grid.positions.map((word) => valueAt(grid, word)))
  const shown = isWhole || isPaper ? grid.positions : grid.positions.slice(0, rowsAtFirst)
  const more = grid.positions.length - rowsAtFirst
  return (
    <Card
      title={title}
      entries={[entry]}
      width={width}
      isOld={isOld}
      menu={{
        panels: [{ entry, answer, file }],
        isBlank: largest === 0,
        rows: entry.rowsOf === null ? [] : [{ of: entry.rowsOf, open: () => onBehind(entry, {}) }],
      }}
    >
      <div className="panel-body" style={{ minHeight: height }}>
        {largest === 0 ? (
          <p className="card-nothing soft">{t('card.empty')}</p>
        ) : (
          <section className="bars-scroll" {...scrollable} aria-label={t('card.table', { title })}>
            <table className="bars-table">
              <thead>
                <tr>
                  <th scope="col">{dimensionTitle(grid.axis ?? '')}</th>
                  <th scope="col" className="is-number">
                    {t(columnKey(grid.measure), { defaultValue: measureTitle(grid.measure) })}
                  </th>
                  <th scope="col">{t('card.ofLargest')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((word) => {
                  const name = titleAt(grid, word, titleOf)
                  const value = valueAt(grid, word)
                  return (
                    <tr key={word}>
                      <th scope="row" title={name} className={grid.axis === 'phrase' ? 'bars-phrase' : ''}>
                        <bdi>{name}</bdi>
                      </th>
                      <td className="is-number">
                        {entry.rowsOf === null ? (
                          count(value)
                        ) : (
                          <OpenNumber
                            label={t(`card.rowsAt_${rowsWord(entry.rowsOf)}`, { name, count: count(value) })}
                            onOpen={() => onBehind(entry, placeAt(grid, word))}
                          >
                            {count(value)}
                          </OpenNumber>
                        )}
                        {before === undefined ? null : (
                          <div className="soft">{t('counter.versus', { value: count(valueAt(before, word)) })}</div>
                        )}
                      </td>
                      <td className="bars-bar">
                        {percent(value / largest, 0)}
                        <span className="bars-track">
                          <i style={{ width: `${(value / largest) * 100}%` }} />
                        </span>
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </section>
        )}
        {more <= 0 ? null : (
          <button type="button" className="chip chip-quiet bars-more" onClick={() => setWhole(!isWhole)}>
            {isWhole
              ? t('card.showFirst', { count: rowsAtFirst })
              : t('card.showAll', { count: grid.positions.length })}
          </button>
        )}
      </div>
    </Card>
  )
}

/** Where a row stands: by its word, or as what is left beside all others. */
function placeAt({ axis, positions }: Grid, word: string): Selectors {
  return word === restKey ? allBut(positions.filter((one) => one !== restKey)) : { [axis!]: word }
}
