import { useTranslation } from 'react-i18next'
import type { PanelAnswer, PanelEntry } from '../asking/answers.ts'
import { namesIn, restKey } from '../charts/names.ts'
import { duration } from '../numbers.ts'
import { useWords } from '../use-view.ts'

/** The hours of a panel by operator, as a table; the largest first, the others as one. */
export function HoursTable({ entry, answer }: { entry: PanelEntry; answer: PanelAnswer }) {
  const { t } = useTranslation()
  const { dimensionTitle, measureTitle } = useWords()
  const names = namesIn(answer, { none: t('names.none'), rest: t('names.rest') })
  const measure = entry.measures[0]!.name
  const { compare } = answer
  const before = compare && new Map(compare.rows.map(([, seconds], at) => [compare.ids?.[at], Number(seconds)]))
  return (
    <table className="numbers">
      <thead>
        <tr>
          <th scope="col">{dimensionTitle('operator')}</th>
          <th scope="col">{measureTitle(measure)}</th>
          {before === undefined ? null : <th scope="col">{t('lanes.before')}</th>}
        </tr>
      </thead>
      <tbody>
        {answer.rows.map(([name, seconds], at) => {
          const id = answer.ids?.[at]
          return (
            <tr key={id ?? restKey}>
              <th scope="row">
                <bdi>{names?.get(id ?? restKey)?.title ?? String(name)}</bdi>
              </th>
              <td>{duration(Number(seconds))}</td>
              {before === undefined ? null : <td>{duration(before.get(id) ?? 0)}</td>}
            </tr>
          )
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('card.sum')}</th>
          <td>{duration(Number(answer.totals[measure] ?? 0))}</td>
          {compare === undefined ? null : <td>{duration(Number(compare.totals[measure] ?? 0))}</td>}
        </tr>
      </tfoot>
    </table>
  )
}
