import Supercluster from 'supercluster'
import { edgesOf, type Camera, type Size } from './camera.ts'
import { spotOf, type Spot } from './mercator.ts'

/** Dialogues at one place. */
export type Place = { latitude: number; longitude: number; dialogues: number }

/** Places that are drawn as one, because they lie closer together than can be told apart. */
export type Cluster = {
  key: string
  spot: Spot
  dialogues: number
  places: number
  place: Place | undefined
  nearer: number
}

/** Pixels of the world at the first level, twice as many at each next one. */
const worldAtFirst = 256
const levelMax = 10
const radius = 40
const drawnMax = 200

export type Clusters = (camera: Camera, size: Size) => Cluster[]

/** Gives what is to be drawn of some places in a view, the largest first. */
export function clustersOf(places: readonly Place[]): Clusters {
  const index = new Supercluster<Place, { dialogues: number }>({
    radius,
    extent: worldAtFirst,
    maxZoom: levelMax,
    map: ({ dialogues }) => ({ dialogues }),
    reduce: (sum, { dialogues }) => {
      sum.dialogues += dialogues
    },
  })
  index.load(
    places.map((place) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [place.longitude, place.latitude] },
      properties: place,
    })),
  )
  return (camera, size) => {
    const level = Math.max(0, Math.min(levelMax + 1, Math.round(Math.log2(camera.scale / worldAtFirst))))
    return index
      .getClusters(edgesOf(camera, size), level)
      .map(({ geometry, properties }) => {
        const [longitude = 0, latitude = 0] = geometry.coordinates
        const spot = spotOf(longitude, latitude)
        if (!('cluster' in properties)) {
          const key = `${longitude},${latitude}`
          return { key, spot, dialogues: properties.dialogues, places: 1, place: properties, nearer: 0 }
        }
        const { cluster_id: id, point_count: many, dialogues } = properties
        const nearer = worldAtFirst * 2 ** index.getClusterExpansionZoom(id)
        return { key: `c${id}`, spot, dialogues, places: many, place: undefined, nearer }
      })
      .toSorted((a, b) => b.dialogues - a.dialogues)
      .slice(0, drawnMax)
  }
}
