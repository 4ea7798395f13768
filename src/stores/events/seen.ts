import { open, readFile, rename, rm } from 'node:fs/promises'

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
const placesPerKey = 8
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
      const block = blockOf(layer.words, wordOf(key, 0))
      const places = wordOf(key, 8)
      for (let turn = 0; turn < placesPerKey; turn++) {
        const bit = placeAt(places, turn)
        layer.words[block + (bit >>> 5)]! |= 1 << (bit & 31)
      }
    },
    mayHave(key) {
      const first = wordOf(key, 0)
      const places = wordOf(key, 8)
      return layers.some(({ words }) => hasAll(words, blockOf(words, first), places))
    },
    size: () => layers.reduce((sum, { count }) => sum + count, 0),
    async save(path, record) {
      const header = new Uint32Array(4 + layers.length * 2)
      header.set([magic, layers.length, record % 2 ** 32, Math.floor(record / 2 ** 32)])
      for (const [at, layer] of layers.entries()) header.set([layer.capacity, layer.count], 4 + at * 2)
      try {
        await writeWhole(`${path}.new`, [header, ...layers.map(({ words }) => words)])
        await rename(`${path}.new`, path)
      } catch (error) {
        // Half a file would take room on a disk that has none.
        await rm(`${path}.new`, { force: true })
        throw error
      }
    },
  }
}

async function writeWhole(path: string, pieces: readonly Uint32Array[]): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    for (const piece of pieces) await file.writeFile(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength))
    await file.sync()
  } finally {
    await file.close()
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

function blockOf(words: Uint32Array, hash: number): number {
  return (hash % (words.length / wordsPerBlock)) * wordsPerBlock
}

function hasAll(words: Uint32Array, block: number, places: number): boolean {
  for (let turn = 0; turn < placesPerKey; turn++) {
    const bit = placeAt(places, turn)
    if ((words[block + (bit >>> 5)]! & (1 << (bit & 31))) === 0) return false
  }
  return true
}

/** One of the eight places (of nine bits) of a key within its block: double hashing, so all come from one word. */
function placeAt(hash: number, turn: number): number {
  const step = (Math.imul(hash, 0x9e3779b1) >>> 0) | 1
  return ((hash + Math.imul(step, turn)) >>> 9) & 511
}

/** 32 bits of a key: eight of its hexadecimal digits. */
export function wordOf(keyHex: string, from: number): number {
  let word = 0
  for (let at = from; at < from + 8; at++) {
    const code = keyHex.charCodeAt(at)
    word = (word << 4) | (code < 58 ? code - 48 : code - 87)
  }
  return word >>> 0
}
