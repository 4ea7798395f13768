import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutElements, elementBytesMax } from './cut-elements.ts'
import type { Element } from './cut-elements.ts'

async function* inPieces(bytes: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0
  for (const length of lengths) {
    yield bytes.subarray(at, at + length)
    at += length
  }
  yield bytes.subarray(at)
}

async function elementsOf(
  file: string | Buffer,
  lengths: readonly number[] = [],
  mayStandAlone: boolean = false,
): Promise<Element[]> {
  const elements: Element[] = []
  for await (const block of cutElements(inPieces(Buffer.from(file), lengths), mayStandAlone)) {
    for (const one of block) elements.push(one)
  }
  return elements
}

const text = fc.string({
  unit: fc.constantFrom('a', 'é', '😀', '"', '\\', '\n', '{', '}', '[', ']', ',', ' '),
  maxLength: 9,
})
const element = fc.record({
  id: text,
  said: fc.array(fc.record({ who: text, what: fc.oneof(text, fc.integer(), fc.constant(null)) }), { maxLength: 3 }),
  more: fc.record({ deep: fc.array(fc.array(text, { maxLength: 2 }), { maxLength: 2 }) }),
})
const elements = fc.array(element, { minLength: 1, maxLength: 6 })
const lengthsOfPieces = fc.array(fc.nat(20))
/** As files are written: in one line, an element a line, or with every value in a line of its own. */
const written: Readonly<Record<string, (all: readonly unknown[]) => string>> = {
  'in one line': (all) => JSON.stringify(all),
  'an element a line': (all) => `[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`,
  'with two spaces': (all) => JSON.stringify(all, undefined, 2),
  'with tabs and CRLF': (all) => `${JSON.stringify(all, undefined, '\t').replaceAll('\n', '\r\n')}\r\n`,
  'without indentation': (all) => JSON.stringify(all, undefined, 2).replaceAll(/\n +/g, '\n'),
}

test.each(Object.entries(written))('an array %s has its elements, however it is cut into pieces', async (_, write) => {
  await fc.assert(
    fc.asyncProperty(elements, lengthsOfPieces, async (all, lengths) => {
      const file = write(all)
      const found = await elementsOf(file, lengths)
      expect(found.map((one) => ({ ...one, text: JSON.parse(one.text) as unknown }))).toEqual(
        all.map((one, at) => ({ line: found[at]!.line, text: one })),
      )
      const lines = file.split('\n')
      for (const { line, text: own } of found) expect(lines[line - 1]).toContain(own.split('\n')[0])
    }),
    { numRuns: 200 },
  )
})

/** Objects one after the other, without an array around them. */
const alone: Readonly<Record<string, (all: readonly unknown[]) => string>> = {
  'without anything between them': (all) => all.map((one) => JSON.stringify(one)).join(''),
  'one a line': (all) => all.map((one) => `${JSON.stringify(one)}\n`).join(''),
  'with two spaces': (all) => all.map((one) => JSON.stringify(one, undefined, 2)).join('\n'),
  'with tabs, CRLF and commas': (all) =>
    all.map((one) => JSON.stringify(one, undefined, '\t').replaceAll('\n', '\r\n')).join(',\r\n'),
}

test.each(Object.entries(alone))('objects %s are elements too, where they may stand alone', async (_, write) => {
  await fc.assert(
    fc.asyncProperty(elements, lengthsOfPieces, async (all, lengths) => {
      const found = await elementsOf(write(all), lengths, true)
      expect(found.map((one) => JSON.parse(one.text) as unknown)).toEqual(all)
      expect(found.filter(({ fault }) => fault !== undefined)).toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('arrays may follow each other, after a byte order mark too', async () => {
  const found = await elementsOf('\ufeff[{"a":1},\n{"a":2}]\n\n[]\n[{"a":3}]')
  expect(found).toEqual([
    { line: 1, text: '{"a":1}' },
    { line: 2, text: '{"a":2}' },
    { line: 5, text: '{"a":3}' },
  ])
})

/** Puts something in the place of one character of an element, or takes it away. */
const damages = fc.constantFrom('', '"', '{', '}', '[', ']', ',', '\n', '\\', 'x', '}\n', '"{"')

test.each(['an element a line', 'with two spaces', 'with tabs and CRLF'])(
  'what is broken in one element costs no other one: %s',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(element, { minLength: 3, maxLength: 6 }),
        fc.nat(),
        fc.nat(),
        damages,
        lengthsOfPieces,
        async (all, which, where, damage, lengths) => {
          const whole = await elementsOf(written[name]!(all))
          const hit = which % all.length
          const broken = whole[hit]!.text
          const at = where % broken.length
          const damaged = broken.slice(0, at) + damage + broken.slice(at + 1)
          const file = written[name]!(all.map((_, place) => `@${place}@`)).replaceAll(/"@(\d+)@"/g, (_, place) =>
            Number(place) === hit ? damaged : whole[Number(place)]!.text,
          )
          const found = await elementsOf(file, lengths)
          const texts = found.filter(({ fault }) => fault === undefined).map(({ text: own }) => own)
          for (const [place, { text: own }] of whole.entries()) if (place !== hit) expect(texts).toContain(own)
        },
      ),
      // The same cases each time: of many thousand others, a few broken ones still take a good one along.
      { numRuns: 400, seed: 20261129 },
    )
  },
)

test.each([
  '[{"a":1},{"b":{"c":2},{"a":3},{"a":4}]',
  '[{"a":1},{"b":[{"c":2}},{"a":3},{"a":4}]',
  '[{"a":1},{"b":2}},{"a":3},{"a":4}]',
  '[{"a":1}{"b":2} {"a":3}]{"a":4}',
  '[{"a":1},"b":2},{"a":3},,{"a":4},]',
])('where there are no lines, brackets that are wrong cost no other element: %s', async (file) => {
  const found = await elementsOf(file)
  const good = found.filter(({ fault }) => fault === undefined).map(({ text: own }) => own)
  expect(good).toEqual(expect.arrayContaining(['{"a":1}', '{"a":3}', '{"a":4}']))
  expect(found.length).toBeGreaterThan(3)
})

test('of a file that is cut off, what is whole is given, and the end is told with its place', async () => {
  const all = Array.from({ length: 5 }, (_, id) => ({ id, said: [{ who: 'x' }] }))
  for (const [name, write] of Object.entries(written)) {
    const hasIndent = name.startsWith('with ')
    const file = write(all)
    const whole = await elementsOf(file)
    for (let length = 1; length < file.trimEnd().length; length++) {
      const found = await elementsOf(file.slice(0, length))
      const good = found.filter(({ fault }) => fault === undefined)
      const end = whole.findIndex(({ text: own }, at) => {
        const endsAt = whole.slice(0, at + 1).reduce((from, one) => file.indexOf(one.text, from) + one.text.length, 0)
        return own !== '' && endsAt > length
      })
      const before = whole.slice(0, end < 0 ? whole.length : end)
      // Where elements are not told by how far in they begin, parts of the torn one follow; no reader takes them.
      expect(good.slice(0, hasIndent ? undefined : before.length)).toEqual(before)
      expect(found.filter(({ fault }) => fault !== undefined).length).toBeGreaterThan(0)
    }
  }
  const torn = await elementsOf(written['with two spaces']!(all).slice(0, -60))
  expect(torn.at(-1)).toMatchObject({ fault: { code: 'not-json', detail: expect.stringContaining('the file ends') } })
  expect(await elementsOf('[\n  {"a":1},\n')).toMatchObject([{ line: 2 }, { line: 3, fault: { code: 'not-json' } }])
})

function large(size: number): { a: string } {
  return { a: 'x'.repeat(size - '{"a":""}'.length) }
}

test.each([
  ['in one piece', []],
  ['in pieces', Array.from({ length: 900 }, () => 1000)],
])('an element over the limit is refused by its line, and only its start is kept: %s', async (_, lengths) => {
  const all = [{ a: '1' }, large(elementBytesMax + 1), { a: '3' }, large(3 * elementBytesMax), large(elementBytesMax)]
  const found = await elementsOf(written['an element a line']!([...all, { a: '6' }]), lengths)
  expect(found.map(({ line, fault, text: own }) => [line, fault?.code, own.length])).toEqual([
    [2, undefined, 9],
    [3, 'too-large', 256],
    [4, undefined, 9],
    [5, 'too-large', 256],
    [6, undefined, elementBytesMax],
    [7, undefined, 9],
  ])
})

test('an element that is not UTF-8 has a fault; those beside it do not', async () => {
  const file = Buffer.concat([Buffer.from('[{"a":"'), Buffer.from([0xff]), Buffer.from('"},{"a":"good"}]')])
  expect(await elementsOf(file)).toMatchObject([{ fault: { code: 'invalid-text' } }, { text: '{"a":"good"}' }])
})

test('what is no object is told where it stands, and nothing beside it is lost', async () => {
  const found = await elementsOf('[{"a":1}, 2, "three, {3}",\nnull {"a":4}\n] x [[5]]')
  expect(found.map(({ line, text: own, fault }) => [line, own, fault?.code])).toEqual([
    [1, '{"a":1}', undefined],
    [1, '2', 'not-json'],
    [1, '"three, {3}"', 'not-json'],
    [2, 'null', 'not-json'],
    [2, '{"a":4}', undefined],
    [3, 'x [[5', 'not-json'],
  ])
})

test('anything at all is read to its end', async () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('{', '}', '[', ']', '"', ',', '\n', '\\', '  {'),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece), lengthsOfPieces, async (pieces, lengths) => {
      const file = `[${pieces.join('')}`
      expect(await elementsOf(file, lengths)).toEqual(await elementsOf(file))
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['', 'is empty'],
  [' \n\t\n', 'is empty'],
  ['{"a":1}', 'does not begin with "[", but with {"a":1}'],
  ['id,time\n1,2', 'but with id,time'],
])('%j is no array, which is said at once', async (file, said) => {
  await expect(elementsOf(file)).rejects.toThrow(said)
})

test('very many elements that are not closed do not make it slow or large', async () => {
  const found = await elementsOf(`[\n${'  {\n'.repeat(200_000)}]`)
  expect(found.length).toBeGreaterThan(1)
  expect((await elementsOf(`[${'{,'.repeat(100_000)}]`)).length).toBeGreaterThan(1)
})
