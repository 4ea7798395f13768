import { readFile, rename, open } from 'node:fs/promises'

/**
 * A filter in memory that knows which keys were never seen: "no" is certain, "maybe" must be looked up in the store.
 * It keeps the index of ids off the hot path. A scalable Bloom filter (Almeida et al., 2007) of blocked layers
 * (Putze, Sanders, Singler, 2007): one cache line a question and layer; each layer holds twice the one before, up to 16 million.
 */
export type Seen = {
  add: (keyHex: string) => void
  mayHave: (keyHex: string) => boolean
  /** How many keys were added. */
  size: () => number
  /** Writes the filter beside its final name and puts it in place at once; `record` says up to where it is complete. */
  save: (path: string, record: number) => Promise<void>
}

/** With eight places a key, one of 7,000 questions about new keys is answered "maybe". */
const bitsPerKey = 20
const firstCapacity = 1 << 18
const capacityMax = 1 << 24
const wordsPerBlock = 16
const magic = 0x53454e31

type Layer = { capacity: number; count: number; words: Uint32Array }

/** An empty filter, or the one of `loadSeen`. */
export function createSeen(layers: Layer[] = []): Seen {
  return {
    add(key) {
      let layer = layers.at(-1)
      if (layer === undefined || layer.count >= layer.capacity) {
        layer = emptyLayer(layer === undefined ? firstCapacity : Math.min(layer.capacity * 2, capacityMax))
        layers.push(layer)
      }
      layer.count++
      const [first, second] = halves(key)
      const block = (first % (layer.words.length / wordsPerBlock)) * wordsPerBlock
      for (const bit of bitsOf(second)) layer.words[block + (bit >>> 5)]! |= 1 << (bit & 31)
    },
    mayHave(key) {
      const [first, second] = halves(key)
      const bits = bitsOf(second)
      for (let at = layers.length - 1; at >= 0; at--) {
        const { words } = layers[at]!
        const block = (first % (words.length / wordsPerBlock)) * wordsPerBlock
        if (bits.every((bit) => (words[block + (bit >>> 5)]! & (1 << (bit & 31))) !== 0)) return true
      }
      return false
    },
    size: () => layers.reduce((sum, { count }) => sum + count, 0),
    async save(path, record) {
      const header = new Uint32Array(4 + layers.length * 2)
      header.set([magic, layers.length, record % 2 ** 32, Math.floor(record / 2 ** 32)])
      for (const [at, layer] of layers.entries()) header.set([layer.capacity, layer.count], 4 + at * 2)
      const file = await open(`${path}.new`, 'w', 0o600)
      try {
        await file.writev([header, ...layers.map(({ words }) => words)])
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.new`, path)
    },
  }
}

/** The filter of a file and the record up to which it is complete; empty with record 0 when there is no whole file. */
export async function loadSeen(path: string): Promise<{ seen: Seen; record: number }> {
  try {
    const bytes = await readFile(path)
    const words = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~3)))
    const layers = layersOf(words)
    if (layers !== undefined) return { seen: createSeen(layers), record: words[2]! + words[3]! * 2 ** 32 }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  return { seen: createSeen(), record: 0 }
}

function layersOf(words: Uint32Array): Layer[] | undefined {
  if (words[0] !== magic) return undefined
  const layers: Layer[] = []
  let at = 4 + words[1]! * 2
  for (let index = 0; index < words[1]!; index++) {
    const capacity = words[4 + index * 2]!
    const length = emptyLength(capacity)
    if (at + length > words.length) return undefined
    layers.push({ capacity, count: words[5 + index * 2]!, words: words.slice(at, at + length) })
    at += length
  }
  return at === words.length ? layers : undefined
}

function emptyLayer(capacity: number): Layer {
  return { capacity, count: 0, words: new Uint32Array(emptyLength(capacity)) }
}

function emptyLength(capacity: number): number {
  return Math.ceil((capacity * bitsPerKey) / 512) * wordsPerBlock
}

function halves(keyHex: string): [number, number] {
  return [Number.parseInt(keyHex.slice(0, 8), 16), Number.parseInt(keyHex.slice(8, 16), 16)]
}

/** Eight places of nine bits within a block. */
function bitsOf(half: number): number[] {
  const other = Math.imul(half, 0x9e3779b1) >>> 0
  const third = Math.imul(half ^ (half >>> 15), 0x85ebca6b) >>> 0
  return [
    half & 511,
    (half >>> 9) & 511,
    (half >>> 18) & 511,
    other & 511,
    (other >>> 9) & 511,
    (other >>> 18) & 511,
    (third >>> 5) & 511,
    (third >>> 23) & 511,
  ]
}
