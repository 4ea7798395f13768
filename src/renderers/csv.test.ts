import { expect, test } from 'vitest'
import { csv } from './csv.ts'

test('a table is a line of names and a line a row; nothing is an empty field, numbers are as they are', () => {
  expect(
    csv(
      [{ name: 'day' }, { name: 'sent' }, { name: 'price' }],
      [
        ['2026-11-24', 12, '0.50'],
        ['', null, '1.00'],
      ],
    ),
  ).toBe('day,sent,price\r\n2026-11-24,12,0.50\r\n,,1.00\r\n')
})

test.each([
  ['=1+1', "'=1+1"],
  ['+49 30 ***', "'+49 30 ***"],
  ['-1+1', "'-1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', '"\'\t=1"'],
  ['\r=1', '"\'\r=1"'],
  ['\n=1', '"\'\n=1"'],
  ['＝1+1', "'＝1+1"],
  ['-5', '-5'],
  ['-0.25', '-0.25'],
  ['1;=1+1', '"1;=1+1"'],
  ['a "b", c', '"a ""b"", c"'],
  ['=HYPERLINK("http://x";"y")', '"\'=HYPERLINK(""http://x"";""y"")"'],
  ['two\r\nlines', '"two\r\nlines"'],
])('%j is written so that no spreadsheet computes it', (text, written) => {
  expect(csv([{ name: 'reason' }], [[text]])).toBe(`reason\r\n${written}\r\n`)
})
