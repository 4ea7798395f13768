import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelAnswer } from '../asking/answers.ts'
import type { Place } from '../map/clusters.ts'
import { coordinatesIn, placeKey } from '../map/place-words.ts'
import { count, percent } from '../numbers.ts'
import { usePaper } from '../use-paper.ts'
import { scrollable } from './scrollable.ts'

/** So many rows are shown at first. */
const rowsAtFirst = 9

type PlacesTableProps = {
  answer: PanelAnswer
  places: readonly Place[]
  /** All dialogues with a place. */
  located: number
  title: string
  countryOf: (place: Place) => string
  /** Shows a place on the map. */
  onShow: (place: Place) => void
  /** Opens what is behind a place; undefined where nothing can be opened. */
  onPick: ((place: Place) => void) | undefined
}

/** The places of a map in words: country and coordinates, how many, and which share of all. */
export function PlacesTable({ answer, places, located, title, countryOf, onShow, onPick }: PlacesTableProps) {
  const { t } = useTranslation()
  const [isWholeWanted, setWhole] = useState(false)
  const isPaper = usePaper()
  const isWhole = isWholeWanted || isPaper
  const shown = isWhole ? places : places.slice(0, rowsAtFirst)
  const beyond = located - places.reduce((sum, { dialogues }) => sum + dialogues, 0)
  const largest = Math.max(1, beyond, ...places.map(({ dialogues }) => dialogues))
  const before = answer.compare && new Map(answer.compare.rows.map(([y, x, many]) => [`${y},${x}`, Number(many)]))
  const versus = (key: string) =>
    before === undefined ? null : (
      <div className="soft">{t('counter.versus', { value: count(before.get(key) ?? 0) })}</div>
    )
  return (
    <div className="map-table">
      <section className="bars-scroll" {...scrollable} aria-label={t('card.table', { title })}>
        <table className="bars-table">
          <thead>
            <tr>
              <th scope="col">{t('map.place')}</th>
              <th scope="col" className="is-number">
                {t('map.dialogues')}
              </th>
              <th scope="col">{t('map.share')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((place) => (
              <tr key={placeKey(place)}>
                <th scope="row">
                  <button type="button" className="map-row" title={t('map.show')} onClick={() => onShow(place)}>
                    {countryOf(place)}
                    <span className="soft">{coordinatesIn(t, place)}</span>
                  </button>
                </th>
                <td className="is-number">
                  {onPick === undefined ? (
                    count(place.dialogues)
                  ) : (
                    <button
                      type="button"
                      aria-label={t('card.rowsAt_dialogues', {
                        name: `${countryOf(place)}, ${coordinatesIn(t, place)}`,
                        count: count(place.dialogues),
                      })}
                      onClick={() => onPick(place)}
                    >
                      {count(place.dialogues)}
                    </button>
                  )}
                  {versus(placeKey(place))}
                </td>
                <Share of={place.dialogues} all={located} largest={largest} />
              </tr>
            ))}
            {beyond === 0 || (!isWhole && places.length > rowsAtFirst) ? null : (
              <tr>
                <th scope="row">{t('map.beyond')}</th>
                <td className="is-number">{count(beyond)}</td>
                <Share of={beyond} all={located} largest={largest} />
              </tr>
            )}
          </tbody>
        </table>
      </section>
      {places.length <= rowsAtFirst ? null : (
        <button type="button" className="chip chip-quiet bars-more" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t('card.showFirst', { count: rowsAtFirst }) : t('card.showAll', { count: places.length })}
        </button>
      )}
      {beyond === 0 ? null : (
        <p className="soft map-note">{t('map.largest', { places: count(places.length), dialogues: count(beyond) })}</p>
      )}
    </div>
  )
}

function Share({ of, all, largest }: { of: number; all: number; largest: number }) {
  return (
    <td className="bars-bar">
      {percent(of / all)}
      <span className="bars-track">
        <i style={{ width: `${(of / largest) * 100}%` }} />
      </span>
    </td>
  )
}
