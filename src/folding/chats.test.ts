import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putFacts } from '../../test/prepared-stores.ts'
import { isLong, sampled } from '../../test/long.ts'
import { chatEvent, chatHistories, modelDialogues, start, storedKey } from '../../test/dialogue-model.ts'
import type { SentChatEvent } from '../../test/dialogue-model.ts'
import { testRecipients } from '../../test/recipients.ts'
import { openEventPath } from '../event-path.ts'
import type { EventPath } from '../event-path.ts'
import { authors, messengers } from '../events/chat-vocabulary.ts'
import { emptyAnswer } from '../intake/intake.ts'
import { sentEvents } from '../intake/read-body.ts'
import type { Facts } from '../stores/events/facts.ts'
import { openFacts } from '../stores/events/open.ts'
import { codeOfLetters } from '../events/currency.ts'
import { chatMessageRollUps, dialogueRollUps, replyRollUps, webDialogueRollUps } from './roll-ups.ts'
import type { RollUp } from './roll-ups.ts'
import type { FoldStage } from './folder.ts'
import { cellsByLength } from '../../test/stored-cells.ts'

let folder: string
let facts: Facts
let path: EventPath
let company = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talkmeter-chats-'))
  putFacts(folder)
  facts = await openFacts({ path: join(folder, 'facts') })
  path = await openPath()
})

function openPath(atStage?: (stage: FoldStage) => void): Promise<EventPath> {
  return openEventPath({ dataFolder: folder, facts, recipients: testRecipients, ...(atStage ? { atStage } : {}) })
}

afterAll(async () => {
  await path.close()
  await facts.close()
  await rm(folder, { recursive: true })
})

async function give(events: readonly object[]): Promise<void> {
  const answer = emptyAnswer()
  await path.intake.take(company, sentEvents(events), answer)
  expect(answer.rejected).toEqual([])
  await path.folder.settled()
}

/** Every row and every cell of the company against the model. */
async function expectModel(events: readonly SentChatEvent[]): Promise<void> {
  const model = modelDialogues(events)
  const key = (kind: string, id: string) => storedKey(company, kind, id)
  const keys = (ids: readonly string[]) => ids.map((id) => key('operator', id)).toSorted(byNumber)
  const stored = await facts.query(
    `SELECT dialogue, toUnixTimestamp64Milli(opened_at), toUInt32(bucket), closed_at IS NULL, messenger, toString(chat), ` +
      `toString(operator_group), asked, handler, arrayMap(x -> toString(x), participants), arrayMap(x -> toString(x), wrote), ` +
      `arrayMap(x -> toString(x), active), arrayMap(x -> toString(x), skipped), first_response, replies ` +
      `FROM dialogues FINAL WHERE company = ${company} AND gone = 0 ORDER BY dialogue`,
  )
  expect(
    stored.map((row) => row.map((cell) => (typeof cell === 'string' && /^\d{13}$/.test(cell) ? Number(cell) : cell))),
  ).toEqual(
    model
      .toSorted((a, b) => (a.dialogue < b.dialogue ? -1 : 1))
      .map((one) => [
        one.dialogue,
        one.openedAt,
        bucketOf(one.openedAt),
        Number(one.isOpen),
        codeOf(messengers, one.messenger),
        key('chat', one.chat),
        key('group', one.group),
        Number(one.asked),
        codeOf(authors, one.handler),
        keys(one.participants),
        keys(one.wrote),
        keys(one.active),
        keys(one.skipped),
        one.firstResponse,
        one.replies,
      ]),
  )

  for (const rollUp of dialogueRollUps) {
    for (const { cells, seconds } of cellsByLength(rollUp)) {
      const rows = await facts.query(
        `SELECT toUInt32(bucket), ${shownKeys(rollUp)}, dialogues FROM ${cells} WHERE company = ${company} AND dialogues > 0`,
      )
      // One who wrote and has it now is there twice.
      const isByRole = rollUp.keys.some(({ name }) => name === 'role')
      const rolesOf = ({ wrote, active, skipped }: (typeof model)[number]) =>
        [wrote, active, skipped].flatMap((ids, at) => keys(ids).map((operator) => ({ role: at + 1, operator })))
      const each = model.flatMap((one) => (isByRole ? rolesOf(one) : [{}]).map((role) => ({ one, role })))
      const expected = counted(
        each.map(({ one, role }) => [
          bucketOf(one.openedAt, seconds),
          ...keysIn(rollUp, {
            ...role,
            handler: codeOf(authors, one.handler),
            messenger: codeOf(messengers, one.messenger),
            chat: key('chat', one.chat),
            bot: '0',
            operator_group: key('group', one.group),
            asked: Number(one.asked),
            participants: String(keys(one.participants)),
            wrote: String(keys(one.wrote)),
            active: String(keys(one.active)),
            skipped: String(keys(one.skipped)),
          }),
        ]),
      )
      expect(rows.map(asText).toSorted(), cells).toEqual(expected)
    }
  }

  for (const rollUp of replyRollUps) {
    for (const { cells, seconds } of cellsByLength(rollUp)) {
      const byOperators = rollUp.name.includes('by_operators')
      const place = byOperators ? 'messenger, toString(chat), asked, toString(replier)' : `'', '', '', ''`
      const rows = await facts.query(
        `SELECT toUInt32(bucket), ${place}, turn, seconds, turns FROM ${cells} ARRAY JOIN seconds, turns WHERE company = ${company} AND turns > 0`,
      )
      const expected = counted(
        model.flatMap((one) => {
          const where = (operator: string) =>
            byOperators
              ? [codeOf(messengers, one.messenger), key('chat', one.chat), Number(one.asked), key('operator', operator)]
              : ['', '', '', '']
          const bucket = bucketOf(one.openedAt, seconds)
          if (one.replies.length === 0) return one.asked ? [[bucket, ...where(''), 0, 0]] : []
          return one.replies.map((waited, at) => [bucket, ...where(one.repliers[at]!), at === 0 ? 1 : 2, waited])
        }),
      )
      expect(rows.map(asText).toSorted(), cells).toEqual(expected)
    }
  }

  const ofWeb = model.filter(({ messenger }) => messenger === 'web')
  for (const rollUp of webDialogueRollUps) {
    const [hasPlaces, byOperators] = ['_by_', 'by_operators'].map((part) => rollUp.name.includes(part))
    for (const { cells, seconds } of cellsByLength(rollUp)) {
      const rows = await facts.query(
        `SELECT toUInt32(bucket), cell, ${hasPlaces ? 'toString(chat), toString(operator_group), asked' : `'', '', ''`}, ` +
          `${byOperators ? 'participants' : `''`}, dialogues FROM ${cells} WHERE company = ${company} AND dialogues > 0`,
      )
      const expected = counted(
        ofWeb.map((one) => [
          bucketOf(one.openedAt, seconds),
          one.cell,
          ...(hasPlaces ? [key('chat', one.chat), key('group', one.group), Number(one.asked)] : ['', '', '']),
          byOperators ? String(keys(one.participants)) : '',
        ]),
      )
      expect(rows.map(asText).toSorted(), cells).toEqual(expected)
    }
  }

  const messages = model.flatMap((dialogue) =>
    dialogue.messages.map((message) => ({ ...message, asked: dialogue.asked })),
  )
  for (const rollUp of chatMessageRollUps) {
    for (const { cells, seconds } of cellsByLength(rollUp)) {
      const rows = await facts.query(
        `SELECT toUInt32(bucket), ${shownKeys(rollUp)}, messages, toString(toInt128(price * 1000000)) ` +
          `FROM ${cells} WHERE company = ${company} AND messages > 0`,
      )
      const groups = Map.groupBy(messages, (one) =>
        asText([
          bucketOf(one.writtenAt, seconds),
          ...keysIn(rollUp, {
            author: codeOf(authors, one.author),
            messenger: codeOf(messengers, one.messenger),
            chat: key('chat', one.chat),
            bot: '0',
            operator_group: key('group', one.group),
            asked: Number(one.asked),
            currency: one.price > 0 ? codeOfLetters('EUR') : 0,
            participants: String(keys(one.participants)),
          }),
        ]),
      )
      const expected = [...groups].map(
        ([cell, own]) => `${cell} | ${own.length} | ${own.reduce((sum, { price }) => sum + price, 0)}`,
      )
      expect(rows.map(asText).toSorted(), cells).toEqual(expected.toSorted())
    }
  }
}

const numbers = ['role', 'handler', 'author', 'messenger', 'asked', 'currency']
const lists = ['participants', 'wrote', 'active', 'skipped']

/** The keys of a roll-up as `asText` shows them: those of 64 bits as texts. */
function shownKeys({ keys }: RollUp): string {
  return keys
    .map(({ name }) => (numbers.includes(name) || lists.includes(name) ? name : `toString(${name})`))
    .join(', ')
}

/** Of what the model knows, the keys of a roll-up. */
function keysIn({ keys }: RollUp, known: Readonly<Record<string, unknown>>): unknown[] {
  return keys.map(({ name }) => known[name])
}

function codeOf(words: readonly { word: string; code: number }[], word: string): number {
  return words.find((one) => one.word === word)?.code ?? 0
}

function bucketOf(milliseconds: number, seconds = 900): number {
  return Math.floor(milliseconds / 1000 / seconds) * seconds
}

function counted(cells: readonly (readonly unknown[])[]): string[] {
  return [...Map.groupBy(cells.map(asText), (cell) => cell)].map(([cell, own]) => `${cell} | ${own.length}`).toSorted()
}

function asText(cells: readonly unknown[]): string {
  return cells.map(String).join(' | ')
}

function byNumber(a: string, b: string): number {
  return BigInt(a) < BigInt(b) ? -1 : 1
}

const patient = { timeout: 400_000 }

test('any history, in one piece or in many, repeated and shuffled, gives what the model gives', patient, async () => {
  const pieces = fc.array(fc.integer({ min: 2, max: 12 }), { minLength: 4, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(chatHistories, fc.array(fc.nat(), { maxLength: 10 }), pieces, async (events, repeats, sizes) => {
      company++
      const sent = [...events]
      for (const repeat of repeats) sent.splice(repeat % sent.length, 0, events[repeat % events.length]!)
      for (let at = 0, turn = 0; at < sent.length; turn++) {
        const size = sizes[turn % sizes.length]!
        await give(sent.slice(at, at + size))
        at += size
      }
      await expectModel(events)
    }),
    { numRuns: isLong ? 50 : 2, endOnFailure: true },
  )
})

test(
  'a dialogue that is not remembered is read from the store, and one that turns out older moves',
  patient,
  async () => {
    company++
    const events = [
      chatEvent('1', 'd', 60, { messageId: '1', author: 'user', messenger: 'web' }),
      chatEvent('2', 'd', 62, { messageId: '2', author: 'operator', operator: { id: '7', name: 'Ann' } }),
    ]
    await give(events)
    await path.close()
    path = await openPath()
    const late = [
      chatEvent('3', 'd', 10, { change: 'opened', chat: { id: 'shop' } }),
      chatEvent('4', 'd', 65, { change: 'closed' }),
    ]
    await give(late)
    await expectModel([...events, ...late])
  },
)

test('a step that was cut off at any stage is repeated, and changes nothing', patient, async () => {
  for (const stage of sampled(['begun', 'state', 'ids', 'roll-up', 'known'] as const, 2)) {
    company++
    const first = [chatEvent('1', 'd', 60, { messageId: '1', author: 'user', messenger: 'web' })]
    const second = [
      chatEvent('2', 'd', 5, { change: 'opened', messenger: 'line' }),
      chatEvent('3', 'd', 61, { messageId: '2', author: 'robot' }),
    ]
    await give(first)
    await path.close()
    let isCut = false
    path = await openPath((reached) => {
      if (reached !== stage || isCut) return
      isCut = true
      throw new Error('cut off')
    })
    await give(second)
    expect(isCut).toBe(true)
    await expectModel([...first, ...second])
    await path.close()
    path = await openPath()
  }
})

function text(id: string, minute: number, said: string) {
  return chatEvent(id, 'd', minute, {
    messageId: 'm',
    author: 'operator',
    text: said,
    operator: { id: '1', name: said },
  })
}

function presence(id: string, minute: number, state: string) {
  const time = new Date(start + minute * 60_000).toISOString()
  const data = { state, operator: { id: '1' } }
  return { specversion: '1.0', id, source: 's', type: 'operator.presence', subject: '1', time, data }
}

test('names are the last that were told, texts too, and each state of an operator stands at its instant', async () => {
  company++
  await give([text('2', 2, 'Anna'), presence('p1', 5, 'online'), presence('p2', 5, 'paused')])
  await give([text('1', 1, 'Ann'), presence('p3', 9, 'offline'), presence('p1', 5, 'online')])
  const names = await facts.query(`SELECT kind, id, name FROM names FINAL WHERE company = ${company}`)
  expect(names).toEqual([[3, '1', 'Anna']])
  const texts = await facts.query(`SELECT text FROM chat_texts FINAL WHERE company = ${company}`)
  expect(texts).toEqual([['Anna']])
  const states = await facts.query(
    `SELECT toUnixTimestamp64Milli(at), state FROM presence FINAL WHERE company = ${company} ORDER BY at`,
  )
  expect(states.map(([when, state]) => [Number(when), state])).toEqual([
    [start + 5 * 60_000, 2],
    [start + 9 * 60_000, 3],
  ])
})
