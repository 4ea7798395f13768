import { useTranslation } from 'react-i18next'
import type { PanelAnswer, PanelEntry } from '../asking/answers.ts'
import type { Selectors } from '../asking/queries.ts'
import { namesIn, restKey } from '../charts/names.ts'
import { duration } from '../numbers.ts'
import { allBut } from '../opened-rows.ts'
import type { OpenStretches } from '../use-stretches.ts'
import { useWords } from '../use-view.ts'
import { OpenNumber } from './OpenNumber.tsx'

type HoursTableProps = {
  entry: PanelEntry
  answer: PanelAnswer
  /** Opens the stretches behind hours; undefined where there are none to open. */
  onBehind: OpenStretches | undefined
}

/** The hours of a panel by operator, as a table; the largest first, the others as one. */
export function HoursTable({ entry, answer, onBehind }: HoursTableProps) {
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
          const title = names?.get(id ?? restKey)?.title ?? String(name)
          const time = duration(Number(seconds))
          return (
            <tr key={id ?? restKey}>
              <th scope="row">
                <bdi>{title}</bdi>
              </th>
              <td>
                <OpenNumber
                  label={t('lanes.openHours', { name: title, time })}
                  onOpen={onBehind && (() => onBehind(hoursAt(answer, id ?? null), answer))}
                >
                  {time}
                </OpenNumber>
              </td>
              {before === undefined ? null : <td>{duration(before.get(id) ?? 0)}</td>}
            </tr>
          )
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('card.sum')}</th>
          <td>
            <OpenNumber onOpen={onBehind && (() => onBehind({}, answer))}>
              {duration(Number(answer.totals[measure] ?? 0))}
            </OpenNumber>
          </td>
          {compare === undefined ? null : <td>{duration(Number(compare.totals[measure] ?? 0))}</td>}
        </tr>
      </tfoot>
    </table>
  )
}

/** Where the hours of an operator stand, or those of all beyond the largest. */
function hoursAt({ ids = [] }: PanelAnswer, id: string | null): Selectors {
  return id === null ? allBut(ids.filter((one) => one !== null)) : { operator: id }
}
