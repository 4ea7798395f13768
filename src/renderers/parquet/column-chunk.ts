import { promisify } from 'node:util'
import { constants, zstdCompress } from 'node:zlib'
import { bitsFor, packedBits } from './bits.ts'
import { i32, struct, thriftBytes, varint } from './thrift.ts'
import type { ThriftStruct } from './thrift.ts'
import { plainTexts } from './values.ts'

/** The pages of a column in a group of rows, and what is to be said of them. */
export type Chunk = {
  pages: Buffer[]
  /** Of the page before the values that holds them each once; 0 where there is none. */
  dictionaryBytes: number
  bytes: number
  packedBytes: number
  empty: number
}

export const plain = 0
export const runLength = 3
export const byDictionary = 8

/** What a column's pages are made of: all its values, or each once and where it stands. */
export type Coded = { values: Buffer } | { dictionary: Buffer; kept: number; places: Uint32Array }

const texts = { kept: 16_384, trial: 4096, newShare: 0.5 }

/** Texts that repeat are kept once; those that hardly do are written out. */
export function codedTexts(values: readonly string[]): Coded {
  const numbers = new Map<string, number>()
  const places = new Uint32Array(values.length)
  for (const [at, value] of values.entries()) {
    const known = numbers.get(value)
    places[at] = known ?? numbers.size
    if (known !== undefined) continue
    const isNew = at >= texts.trial && numbers.size > at * texts.newShare
    if (isNew || numbers.size >= texts.kept) return { values: plainTexts(values) }
    numbers.set(value, numbers.size)
  }
  const kept = [...numbers.keys()]
  return kept.length === 0 ? { values: plainTexts([]) } : { dictionary: plainTexts(kept), kept: kept.length, places }
}

/** @param isThere for each row, whether it has a value: 1 or 0 */
export async function columnChunk(coded: Coded, isThere: Uint32Array, values: number): Promise<Chunk> {
  const levels = levelBytes(isThere, values)
  const pages: Page[] =
    'values' in coded
      ? [await page(dataHeader(isThere.length, plain), [levels, coded.values])]
      : [
          await page({ 7: struct({ 1: i32(coded.kept), 2: i32(plain) }) }, [coded.dictionary]),
          await page(dataHeader(isThere.length, byDictionary), [levels, ...placesBytes(coded)]),
        ]
  const sum = (of: (one: Page) => number) => pages.reduce((total, one) => total + of(one), 0)
  return {
    pages: pages.flatMap(({ parts }) => parts),
    dictionaryBytes: pages.length === 1 ? 0 : lengthOf(pages[0]!.parts),
    bytes: sum(({ bytes }) => bytes),
    packedBytes: sum(({ parts }) => lengthOf(parts)),
    empty: isThere.length - values,
  }
}

type Page = { parts: Buffer[]; bytes: number }

function placesBytes({ kept, places }: Extract<Coded, { kept: number }>): Buffer[] {
  const width = bitsFor(kept)
  return [Buffer.from([width]), packedBits(places, width)]
}

function dataHeader(rows: number, encoding: number): ThriftStruct['fields'] {
  return { 5: struct({ 1: i32(rows), 2: i32(encoding), 3: i32(runLength), 4: i32(runLength) }) }
}

/** Which rows have a value: one run where all or none do. */
function levelBytes(isThere: Uint32Array, values: number): Buffer {
  const isAlike = values === 0 || values === isThere.length
  const levels = isAlike
    ? Buffer.concat([varint(isThere.length * 2), Buffer.from([values === 0 ? 0 : 1])])
    : packedBits(isThere, 1)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(levels.length)
  return Buffer.concat([length, levels])
}

const pack = promisify(zstdCompress)
const packing = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

async function page(header: ThriftStruct['fields'], parts: readonly Buffer[]): Promise<Page> {
  const content = Buffer.concat(parts)
  const packed = await pack(content, packing)
  const kind = 7 in header ? dictionaryPage : dataPage
  const head = thriftBytes(struct({ 1: i32(kind), 2: i32(content.length), 3: i32(packed.length), ...header }))
  return { parts: [head, packed], bytes: head.length + content.length }
}

const dataPage = 0
const dictionaryPage = 2

function lengthOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}
