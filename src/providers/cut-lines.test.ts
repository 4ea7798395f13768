import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutLines, lineBytesMax } from './cut-lines.ts'
import type { Line } from './cut-lines.ts'

async function* inPieces(bytes: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0
  for (const length of lengths) {
    yield bytes.subarray(at, at + length)
    at += length
  }
  yield bytes.subarray(at)
}

async function linesOf(bytes: Buffer, lengths: readonly number[] = []): Promise<Line[]> {
  const lines: Line[] = []
  for await (const block of cutLines(inPieces(bytes, lengths))) lines.push(...block)
  return lines
}

test('lines are counted from 1, blank ones too, with or without a line break at the end', async () => {
  const lines = [
    { number: 1, text: 'one' },
    { number: 2, text: '' },
    { number: 3, text: 'three\r' },
  ]
  expect(await linesOf(Buffer.from('one\n\nthree\r\n'))).toEqual(lines)
  expect(await linesOf(Buffer.from('one\n\nthree\r'))).toEqual([
    ...lines.slice(0, 2),
    { number: 3, text: 'three\r', isUnended: true },
  ])
  expect(await linesOf(Buffer.from(''))).toEqual([])
})

test('a byte order mark is no part of the first line', async () => {
  expect(await linesOf(Buffer.from('\ufeffid\n\ufeff1'))).toEqual([
    { number: 1, text: 'id' },
    { number: 2, text: '\ufeff1', isUnended: true },
  ])
})

test('however a file is cut into pieces, its lines are the same', async () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '"', '\r', ' '), maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(9)), async (texts, lengths) => {
      const lines = await linesOf(Buffer.from(texts.map((text) => `${text}\n`).join('')), lengths)
      expect(lines).toEqual(texts.map((text, at) => ({ number: at + 1, text })))
    }),
  )
})

test('a line that is not UTF-8 has a fault; those beside it do not', async () => {
  const bytes = Buffer.concat([Buffer.from('good\n'), Buffer.from([0x41, 0xff, 0x42]), Buffer.from('\nalso good')])
  expect(await linesOf(bytes)).toMatchObject([
    { number: 1, text: 'good' },
    { number: 2, fault: { code: 'invalid-text' } },
    { number: 3, text: 'also good' },
  ])
})

test.each([
  ['in one piece', []],
  ['in pieces', Array.from({ length: 400 }, () => 1000)],
])('a line over the limit is refused by its number, and only its start is kept: %s', async (_, lengths) => {
  const bytes = Buffer.from(`first\n${'x'.repeat(lineBytesMax + 1)}\nthird\n${'y'.repeat(lineBytesMax)}\n`)
  const lines = await linesOf(bytes, lengths)
  expect(lines.map(({ number }) => number)).toEqual([1, 2, 3, 4])
  expect(lines[1]).toMatchObject({ fault: { code: 'too-large', detail: 'The line is over 256 KiB.' } })
  expect(lines[1]!.text.length).toBe(256)
  expect(lines.slice(2).map(({ text, fault }) => [text.length, fault])).toEqual([
    [5, undefined],
    [lineBytesMax, undefined],
  ])
})

async function* broken(): AsyncGenerator<Buffer> {
  yield Buffer.from('whole\nhal')
  throw new Error('cut')
}

test('of a file that cannot be read to its end, the line at which it breaks is not given', async () => {
  const lines: Line[] = []
  const reading = async () => {
    for await (const block of cutLines(broken())) lines.push(...block)
  }
  await expect(reading()).rejects.toThrow('cut')
  expect(lines).toEqual([{ number: 1, text: 'whole' }])
})
