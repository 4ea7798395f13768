import { Skeleton } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelAnswer, Row } from '../asking/answers.ts'
import type { Place } from '../map/clusters.ts'
import { coordinatesIn, placeKey } from '../map/place-words.ts'
import type { MapHandle } from '../map/WorldMap.tsx'
import { textIn } from '../i18n/language.ts'
import { count } from '../numbers.ts'
import { Boundary } from './Boundary.tsx'
import { Card } from './Card.tsx'
import { FailureNote } from './FailureNote.tsx'
import type { PanelCardProps } from './PanelCard.tsx'
import { PlacesTable } from './PlacesTable.tsx'

// The map and the outlines of all countries are more than the rest of the page; nothing waits for them.
const WorldMap = lazy(() => import('../map/WorldMap.tsx').then((file) => ({ default: file.WorldMap })))
const loadLand = () => import('../map/land.ts').then(async (file) => ({ ...file, land: await file.loadLand() }))

type MapCardProps = Pick<PanelCardProps, 'entry' | 'answer' | 'width' | 'height' | 'isOld' | 'file' | 'onBehind'>

/** A panel by places: a map of the world, and a table of the same places beside it. */
export function MapCard({ entry, answer, width, height, isOld, file, onBehind }: MapCardProps) {
  const { t, i18n } = useTranslation()
  const title = textIn(entry.title, i18n.language)
  const [located, unlocated] = [entry.measures[0]!.name, 'unlocated_dialogues'].map((name) =>
    Number(answer.totals[name] ?? 0),
  ) as [number, number]
  return (
    <Card
      title={title}
      entries={[entry]}
      width={width}
      isOld={isOld}
      menu={{
        panels: [{ entry, answer, file }],
        isBlank: located === 0,
        rows: entry.rowsOf === null ? [] : [{ of: entry.rowsOf, open: () => onBehind(entry, {}) }],
      }}
    >
      <div className="panel-body" style={{ minHeight: height }}>
        {located === 0 ? (
          <p className="card-nothing soft">
            {unlocated === 0 ? t('card.empty') : t('map.none', { count: unlocated, dialogues: count(unlocated) })}
          </p>
        ) : (
          <>
            <p className="map-note soft">
              {t('map.located', { count: located, dialogues: count(located) })}
              {unlocated === 0 ? null : ` · ${t('map.unlocated', { count: unlocated, dialogues: count(unlocated) })}`}
            </p>
            <Boundary renderFault={(error, retry) => <FailureNote error={error} onRetry={retry} />}>
              <Suspense fallback={<Skeleton className="coming" radius={8} />}>
                <Places answer={answer} located={located} title={title} entry={entry} onBehind={onBehind} />
              </Suspense>
            </Boundary>
          </>
        )}
      </div>
    </Card>
  )
}

type PlacesProps = { answer: PanelAnswer; located: number; title: string } & Pick<PanelCardProps, 'entry' | 'onBehind'>

function Places({ answer, located, title, entry, onBehind }: PlacesProps) {
  const { t, i18n } = useTranslation()
  const map = useRef<MapHandle>(null)
  const { data } = useSuspenseQuery({ queryKey: ['land'], queryFn: loadLand, staleTime: Number.POSITIVE_INFINITY })
  const { land, countryAt, countryName } = data
  const places = useSame(answer.rows.flatMap(placeOf))
  const countryOf = ({ longitude, latitude }: Place) => {
    const country = countryAt(land, longitude, latitude)
    return country === undefined ? t('map.sea') : countryName(country, i18n.language)
  }
  const titleOf = (place: Place) => `${countryOf(place)}, ${coordinatesIn(t, place)}`
  const pick = entry.rowsOf === null ? undefined : (place: Place) => onBehind(entry, { cell: placeKey(place) })
  return (
    <div className="map-and-table">
      <WorldMap
        places={places}
        land={land}
        label={t('map.label', { title })}
        titleOf={titleOf}
        onPick={pick}
        handle={map}
      />
      <PlacesTable
        answer={answer}
        places={places}
        located={located}
        title={title}
        countryOf={countryOf}
        onShow={(place) => map.current?.show(place)}
        onPick={pick}
      />
    </div>
  )
}

/** A row without a place is everything beyond the largest. */
function placeOf([latitude, longitude, dialogues]: Row): Place[] {
  return typeof latitude === 'number' && typeof longitude === 'number'
    ? [{ latitude, longitude, dialogues: Number(dialogues) }]
    : []
}

/** The places of an answer that says the same as before are the same object, so that nothing moves. */
function useSame(places: Place[]): readonly Place[] {
  const [kept, setKept] = useState<readonly Place[]>(places)
  if (JSON.stringify(kept) === JSON.stringify(places)) return kept
  setKept(places)
  return places
}
