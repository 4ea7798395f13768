import { IconHome, IconMinus, IconPlus } from '@tabler/icons-react'
import { useImperativeHandle, useLayoutEffect, useMemo, useRef, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import type { Scheme } from '../charts/palette.ts'
import { useScheme } from '../charts/use-scheme.ts'
import '../look/map.css'
import { compact, count } from '../numbers.ts'
import { clamped, isFarthest, isNearest, seenAt, type Camera, type Size } from './camera.ts'
import { clustersOf, type Cluster, type Place } from './clusters.ts'
import { drawLand } from './draw-land.ts'
import type { Country } from './land.ts'
import { spotOf } from './mercator.ts'
import { useCamera } from './use-camera.ts'

/** What can be done to a map from beside it. */
export type MapHandle = { show: (place: Place) => void }

type WorldMapProps = {
  places: readonly Place[]
  land: readonly Country[]
  /** What it shows, in words. */
  label: string
  /** What a place is called. */
  titleOf: (place: Place) => string
  /** Opens what is behind a place; undefined where nothing can be opened. */
  onPick: ((place: Place) => void) | undefined
  handle: Ref<MapHandle>
}

/** The scale at which a place of the table is shown. */
const scaleShown = 60_000
const diameter = { least: 24, most: 54 }

/** The world with a mark for the dialogues at each place; places too close to be told apart are one, until they are seen from nearer. */
export function WorldMap({ places, land, label, titleOf, onPick, handle }: WorldMapProps) {
  const { t } = useTranslation()
  const place = useRef<HTMLElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const scheme = useScheme()
  const spots = useMemo(() => places.map(({ longitude, latitude }) => spotOf(longitude, latitude)), [places])
  const clusters = useMemo(() => clustersOf(places), [places])
  const { camera, size, zoom, showAll, show, onKeyDown, isWheelWanted, forgetWheel } = useCamera(place, spots)
  const drawn = camera === undefined || size === undefined ? [] : clusters(camera, size)
  const largest = Math.max(1, ...drawn.map(({ dialogues }) => dialogues))

  useImperativeHandle(handle, () => ({
    show: ({ longitude, latitude }) =>
      show((_, room) => clamped({ ...spotOf(longitude, latitude), scale: scaleShown }, room)),
  }))
  // Before paper is laid out, and not after it.
  useLayoutEffect(() => {
    if (camera !== undefined && size !== undefined) draw(canvas.current!, land, { camera, size, scheme })
  }, [land, camera, size, scheme])

  const open = (cluster: Cluster) => {
    if (cluster.place !== undefined && (onPick === undefined || !isNear(camera))) {
      show((seen, room) => clamped({ ...cluster.spot, scale: Math.max(seen.scale * 2, scaleShown) }, room))
    } else if (cluster.place === undefined) {
      show((seen, room) => clamped({ ...cluster.spot, scale: Math.max(seen.scale * 2, cluster.nearer * 1.1) }, room))
    } else onPick?.(cluster.place)
  }

  return (
    <div className="map">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it is moved by keyboard */}
      <section
        ref={place}
        className="map-place"
        aria-label={label}
        aria-roledescription={t('map.role')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is moved by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerLeave={forgetWheel}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {camera === undefined
          ? null
          : drawn.map((cluster) => {
              const { across, down } = seenAt(cluster.spot, camera)
              const across2 = diameterOf(cluster.dialogues, largest)
              const many = count(cluster.dialogues)
              const title =
                cluster.place === undefined
                  ? t('map.cluster', { count: cluster.places, dialogues: many })
                  : t('map.mark', { place: titleOf(cluster.place), dialogues: many })
              return (
                <button
                  key={cluster.key}
                  type="button"
                  className={cluster.place === undefined ? 'map-mark' : 'map-mark map-single'}
                  // The keyboard moves the map itself, and the table beside it has all of this in order.
                  tabIndex={-1}
                  aria-label={title}
                  title={title}
                  style={{
                    width: across2,
                    height: across2,
                    transform: `translate(calc(${across}px - 50%), calc(${down}px - 50%))`,
                  }}
                  onClick={() => open(cluster)}
                >
                  {compact(cluster.dialogues)}
                </button>
              )
            })}
      </section>
      {isWheelWanted ? <output className="map-hint">{t('map.wheel')}</output> : null}
      {camera === undefined || size === undefined ? null : (
        <div className="map-buttons">
          <button type="button" aria-label={t('map.nearer')} disabled={isNearest(camera)} onClick={() => zoom(2)}>
            <IconPlus size={16} stroke={1.8} />
          </button>
          <button
            type="button"
            aria-label={t('map.farther')}
            disabled={isFarthest(camera, size)}
            onClick={() => zoom(1 / 2)}
          >
            <IconMinus size={16} stroke={1.8} />
          </button>
          <button type="button" aria-label={t('map.all')} onClick={showAll}>
            <IconHome size={16} stroke={1.8} />
          </button>
        </div>
      )}
    </div>
  )
}

/** A place that is not told apart from its neighbours yet is not opened, but shown from nearer. */
function isNear(camera: Camera | undefined): boolean {
  return camera !== undefined && camera.scale >= scaleShown / 2
}

/** The area of a mark says how many there are. */
function diameterOf(dialogues: number, largest: number): number {
  return diameter.least + (diameter.most - diameter.least) * Math.sqrt(dialogues / largest)
}

function draw(
  canvas: HTMLCanvasElement,
  land: readonly Country[],
  { camera, size, scheme }: { camera: Camera; size: Size; scheme: Scheme },
): void {
  const ratio = Math.min(2, devicePixelRatio)
  const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)]
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const pen = canvas.getContext('2d')
  if (pen !== null) drawLand(pen, land, { camera, size, ratio, scheme })
}
