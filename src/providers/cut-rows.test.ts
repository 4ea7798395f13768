import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineBytesMax } from './cut-lines.ts'
import { createRowCutter, separatorOf } from './cut-rows.ts'
import type { Row } from './cut-rows.ts'

/** The rows of a text, taken a few lines at a time. */
function rowsOf(text: string, separator = ',', linesAtOnce = 1): Row[] {
  const cutter = createRowCutter(separator)
  const lines = text.split('\n').map((line, at) => ({ number: at + 1, text: line }))
  if (text.endsWith('\n')) lines.pop()
  const rows: Row[] = []
  for (let at = 0; at < lines.length; at += linesAtOnce) rows.push(...cutter.take(lines.slice(at, at + linesAtOnce)))
  return [...rows, ...cutter.end()]
}

const fieldsOf = (text: string, separator = ',') => rowsOf(text, separator).map(({ fields }) => fields)

test.each([
  [
    'plain fields',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'CRLF is no part of the last field',
    'a,b\r\n1,"2"\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'empty fields',
    'a,,\n,,\n',
    [
      ['a', '', ''],
      ['', '', ''],
    ],
  ],
  ['separators in quotes', '"a,b",c', [['a,b', 'c']]],
  ['quotes written twice', '"say ""hi""",""""', [['say "hi"', '"']]],
  ['an empty field in quotes', '"",b', [['', 'b']]],
  [
    'line breaks in quotes, of both kinds',
    '"a\nb","c\r\n\r\nd"\r\ne,f',
    [
      ['a\nb', 'c\r\n\r\nd'],
      ['e', 'f'],
    ],
  ],
  ['a quote inside a field that does not begin with one', '5" pipe,6\n', [['5" pipe', '6']]],
  ['spaces belong to their field', ' a , b \n', [[' a ', ' b ']]],
  ['blank lines are no rows', 'a\n\n\r\n"",\n', [['a'], ['', '']]],
])('%s', (_, text, expected) => {
  expect(fieldsOf(text)).toEqual(expected)
})

test('a row knows the line in which it begins, and its own text', () => {
  expect(rowsOf('a,b\n"1\n2",3\r\n4,5\n')).toEqual([
    { line: 1, text: 'a,b', fields: ['a', 'b'] },
    { line: 2, text: '"1\n2",3', fields: ['1\n2', '3'] },
    { line: 4, text: '4,5', fields: ['4', '5'] },
  ])
})

test('a quote that is never closed costs its row, not the rest of the file', () => {
  const rows = rowsOf('a,b\n"1,2\n3,4\n5,6\n')
  expect(rows.map(({ line, fields, fault }) => fault?.code ?? [line, ...fields])).toEqual([
    [1, 'a', 'b'],
    'bad-format',
    [3, '3', '4'],
    [4, '5', '6'],
  ])
  expect(rows[1]).toMatchObject({ line: 2, text: '"1,2', fault: { detail: expect.stringContaining('is not closed') } })
})

test('a forgotten quote that meets the next one costs its row as well, and that other row is read', () => {
  const rows = rowsOf('"1,2\n3,"4,5"\n')
  expect(rows).toMatchObject([
    { line: 1, text: '"1,2', fault: { detail: expect.stringContaining('neither a separator nor the end') } },
    { line: 2, fields: ['3', '4,5'] },
  ])
})

test('a quoted field may not grow without end', () => {
  const filler = `${'x'.repeat(1023)}\n`.repeat(lineBytesMax / 1024)
  const rows = rowsOf(`"opened\n${filler}a,b\n`, ',', 100)
  expect(rows[0]).toMatchObject({ line: 1, fault: { code: 'bad-format' } })
  expect(rows.at(-1)).toMatchObject({ line: 2 + lineBytesMax / 1024, fields: ['a', 'b'] })
})

test('a line that could not be read is refused by its own number, inside of quotes, too', () => {
  const fault = { code: 'invalid-text', field: '', detail: 'broken' } as const
  const rows = createRowCutter(',').take([
    { number: 1, text: '"a' },
    { number: 2, text: 'b"', fault },
    { number: 3, text: 'c,d' },
  ])
  expect(rows).toMatchObject([
    { line: 1, fault: { code: 'bad-format' } },
    { line: 2, fault },
    { line: 3, fields: ['c', 'd'] },
  ])
})

/** A writer as RFC 4180 has it; `isQuoted` says of each field whether it is in quotes where it need not be. */
function write(rows: readonly (readonly string[])[], separator: string, end: string, isQuoted: (n: number) => boolean) {
  let written = 0
  return rows
    .map(
      (row) =>
        row
          .map((field) => {
            const isNeeded = field.includes(separator) || /["\r\n]/.test(field) || (row.length === 1 && field === '')
            return isNeeded || isQuoted(written++) ? `"${field.replaceAll('"', '""')}"` : field
          })
          .join(separator) + end,
    )
    .join('')
}

test('what any writer of RFC 4180 writes is read as it was', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', ';', '\t', '\r', '\n', 'é', '😀'), maxLength: 8 })
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width })))
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n'),
      fc.infiniteStream(fc.boolean()),
      fc.integer({ min: 1, max: 5 }),
      (rows, separator, end, quoting, linesAtOnce) => {
        const text = write(rows, separator, end, () => quoting.next().value)
        const read = rowsOf(text, separator, linesAtOnce)
        expect(read.flatMap(({ fault }) => fault ?? [])).toEqual([])
        expect(read.map(({ fields }) => fields)).toEqual(rows)
      },
    ),
    { numRuns: 1000 },
  )
})

test('of any text each line is in one row, read or refused', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r'), maxLength: 60 })
  fc.assert(
    fc.property(text, (any) => {
      const rows = rowsOf(`${any}\n`)
      const linesOfRows = rows.flatMap((row) => row.text.split('\n').map((_, at) => row.line + at))
      const lines = any.split('\n').flatMap((line, at) => (line === '' || line === '\r' ? [] : [at + 1]))
      expect(new Set(linesOfRows).size).toBe(linesOfRows.length)
      expect(lines.filter((line) => !linesOfRows.includes(line))).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['a,b,c', ','],
  ['a;b;c', ';'],
  ['a\tb', '\t'],
  ['a|b|c', '|'],
  ['"last, first, middle";age', ';'],
  ['alone', ','],
])('the separator of %j is %j', (header, separator) => {
  expect(separatorOf(header)).toBe(separator)
})
