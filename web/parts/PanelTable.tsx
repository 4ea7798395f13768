import { useTranslation } from 'react-i18next'
import { sumOf, totalsOf, type Drawable } from '../charts/grid.ts'
import { titleAt } from '../charts/names.ts'
import { count, countAndShare, dateTime, fullDay, money } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { OpenNumber } from './OpenNumber.tsx'

type PanelTableProps = {
  drawable: Drawable
  /** The period compared with. */
  before: (Drawable & { title: string }) | undefined
  caption: string
  scale: 'counts' | 'shares'
  /** Of money, whose sums are exact only as the API tells them. */
  sums: { now: string | undefined; before: string | undefined }
  /** Opens the rows behind a cell, or behind a sum, which has no series, no position, or neither; undefined where there are none. */
  onPick: ((series: string | undefined, at: number | undefined) => void) | undefined
}

/** The numbers of a chart, exactly, with sums. */
export function PanelTable({ drawable: { grid, period }, before, caption, scale, sums, onPick }: PanelTableProps) {
  const { t } = useTranslation()
  const { titleOf, dimensionTitle, measureTitle } = useWords()
  const { axis, positions, split, series, currency } = grid
  const positionTitle = (position: string) =>
    axis === 'day'
      ? fullDay(position)
      : axis === 'time'
        ? dateTime(position, period.zone)
        : titleAt(grid, position, titleOf)
  const seriesTitle = (key: string) =>
    split === undefined ? t(columnKey(key), { defaultValue: measureTitle(key) }) : titleOf(split, key)
  const hasSums = split !== undefined
  const all = series.reduce((sum, { values }) => sum + sumOf(values), 0)
  const rowSum = (at: number) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)
  const opening = (value: number | null | undefined, key?: string, at?: number) =>
    value && onPick !== undefined ? () => onPick(key, at) : undefined
  const totalsBefore = before === undefined ? [] : totalsOf(before.grid)
  // Days and times lie over each other in their order, words by themselves.
  const placeBefore = (at: number) =>
    axis === 'day' || axis === 'time' ? at : before?.grid.positions.indexOf(positions[at]!)
  const text = (value: number | null, of: number) =>
    value === null ? '—' : countAndShare(value, scale === 'shares' ? of : 0)
  const exactText = (amount: string | null | undefined) =>
    typeof amount === 'string' ? money(amount, currency!, 'exact') : '—'
  const exactBefore = before?.grid.series[0]?.exact
  return (
    <table className="numbers">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{axis === undefined ? '' : t(columnKey(axis), { defaultValue: dimensionTitle(axis) })}</th>
          {series.map(({ key }) => (
            <th key={key} scope="col">
              {seriesTitle(key)}
            </th>
          ))}
          {hasSums ? <th scope="col">{t('card.sum')}</th> : null}
          {before === undefined ? null : <th scope="col">{before.title}</th>}
        </tr>
      </thead>
      <tbody>
        {positions.map((position, at) => (
          <tr key={position}>
            <th scope="row" title={grid.names === undefined ? undefined : positionTitle(position)}>
              <bdi>{positionTitle(position)}</bdi>
            </th>
            {series.map(({ key, values, exact }) => {
              const words = exact === undefined ? text(values[at] ?? null, rowSum(at)) : exactText(exact[at])
              return (
                <td key={key}>
                  <OpenNumber onOpen={opening(values[at], key, at)}>{words}</OpenNumber>
                </td>
              )
            })}
            {hasSums ? (
              <td>
                <OpenNumber onOpen={opening(rowSum(at), undefined, at)}>{count(rowSum(at))}</OpenNumber>
              </td>
            ) : null}
            {before === undefined ? null : (
              <td>
                {exactBefore === undefined
                  ? countOrNothing(totalsBefore[placeBefore(at) ?? -1])
                  : exactText(exactBefore[placeBefore(at) ?? -1])}
              </td>
            )}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('card.sum')}</th>
          {series.map(({ key, values }) => (
            <td key={key}>
              <OpenNumber onOpen={opening(sumOf(values), key)}>
                {currency === undefined ? text(sumOf(values), all) : exactText(sums.now)}
              </OpenNumber>
            </td>
          ))}
          {hasSums ? (
            <td>
              <OpenNumber onOpen={opening(all)}>{count(all)}</OpenNumber>
            </td>
          ) : null}
          {before === undefined ? null : (
            <td>{currency === undefined ? count(sumOf(totalsBefore)) : exactText(sums.before)}</td>
          )}
        </tr>
      </tfoot>
    </table>
  )
}

function countOrNothing(value: number | undefined): string {
  return value === undefined ? '—' : count(value)
}

/** The key of a column's title; columns that the page has no words for keep their name. */
export function columnKey(name: string): 'columns.messages' {
  return `columns.${name}` as 'columns.messages'
}
