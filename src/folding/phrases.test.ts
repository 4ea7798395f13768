import fc from 'fast-check'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { putFacts } from '../../test/prepared-stores.ts'
import { isLong, sampled } from '../../test/long.ts'
import { chatEvent } from '../../test/dialogue-model.ts'
import type { SentChatEvent } from '../../test/dialogue-model.ts'
import { modelPhrases, sayings, sayingsFrom, spellings } from '../../test/phrase-model.ts'
import type { PhraseQuestion } from '../../test/phrase-model.ts'
import { testRecipients } from '../../test/recipients.ts'
import { openEventPath } from '../event-path.ts'
import type { EventPath } from '../event-path.ts'
import { emptyAnswer } from '../intake/intake.ts'
import { sentEvents } from '../intake/read-body.ts'
import { askPanels } from '../panels/ask-panels.ts'
import { panelById } from '../panels/pages.ts'
import type { Facts } from '../stores/events/facts.ts'
import { openFacts } from '../stores/events/open.ts'
import type { FoldStage } from './folder.ts'

let folder: string
let facts: Facts
let path: EventPath
let company = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'talkmeter-phrases-'))
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

const minute = 60_000
const questions: readonly PhraseQuestion[] = [
  { from: sayingsFrom, to: sayingsFrom + 200 * minute },
  { from: sayingsFrom + 7 * minute, to: sayingsFrom + 66 * minute },
  { from: sayingsFrom, to: sayingsFrom + 200 * minute, messengers: ['telegram'] },
]
const panels = ['chats.popular-user-phrases', 'chats.popular-robot-phrases'].map((id) => panelById.get(id)!)

/** Both panels against the model: counts, and words that are one of the spellings of the phrase. */
async function expectPhrases(events: readonly SentChatEvent[]): Promise<void> {
  for (const { messengers, ...period } of questions) {
    const { panels: answered } = await askPanels((sql) => facts.query(sql), panels, {
      company,
      period: { ...period, zone: 'UTC' },
      compare: undefined,
      filters: new Map(messengers === undefined ? [] : [['messenger', messengers]]),
      currency: 'EUR',
      now: Date.UTC(2027, 0, 1),
    })
    for (const [at, author] of (['user', 'robot'] as const).entries()) {
      const { rows, totals } = answered.get(panels[at]!.id)!
      const model = modelPhrases(events, author, { ...period, ...(messengers === undefined ? {} : { messengers }) })
      const told = rows.map(([words, messages]) => ({
        spelling: spellingOf(String(words)),
        messages: Number(messages),
      }))
      const inOrder = (a: (typeof told)[number], b: (typeof told)[number]) =>
        b.messages - a.messages || a.spelling - b.spelling
      expect(told.toSorted(inOrder), author).toEqual(model)
      expect(totals['phrase_messages']).toBe(model.reduce((sum, { messages }) => sum + messages, 0))
    }
  }
}

function spellingOf(words: string): number {
  return spellings.findIndex((some) => some.map((one) => one.replace('\u202E', '')).includes(words))
}

const patient = { timeout: 300_000 }

test(
  'what is said how often, by several clients, does not hang on the order, the repetition or the cutting of events',
  patient,
  async () => {
    const cuts = fc.array(fc.integer({ min: 3, max: 20 }), { minLength: 3, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(sayings, fc.array(fc.nat(), { maxLength: 10 }), cuts, async (events, repeats, sizes) => {
        company++
        const sent = [...events]
        for (const repeat of repeats) sent.splice(repeat % sent.length, 0, events[repeat % events.length]!)
        for (let at = 0, turn = 0; at < sent.length; turn++) {
          const size = sizes[turn % sizes.length]!
          await give(sent.slice(at, at + size))
          at += size
        }
        await expectPhrases(events)
      }),
      { numRuns: isLong ? 100 : 3, endOnFailure: true },
    )
  },
)

function says(id: number, dialogue: string, at: number, text: string, client?: string): SentChatEvent {
  return chatEvent(`${id}`, dialogue, at, { messageId: '1', author: 'user', text, messenger: 'web', client })
}

test(
  'a step that was cut off while a phrase became common is repeated, and the earlier messages count',
  patient,
  async () => {
    for (const stage of sampled(['state', 'ids', 'roll-up', 'known'] as const, 2)) {
      company++
      const first = [says(1, 'a', 1, 'hello'), says(2, 'b', 40, 'Hello!')]
      const second = [says(3, 'c', 80, 'hello')]
      await give(first)
      await expectPhrases(first)
      await path.close()
      let isCut = false
      path = await openPath((reached) => {
        if (reached !== stage || isCut) return
        isCut = true
        throw new Error('cut off')
      })
      await give(second)
      expect(isCut).toBe(true)
      await expectPhrases([...first, ...second])
      await path.close()
      path = await openPath()
    }
  },
)

const ann = (id: number, dialogue: string) =>
  chatEvent(`${id}`, dialogue, 100 + id, {
    messageId: '9',
    author: 'robot',
    client: 'ann@example.com',
    messenger: 'web',
  })

test('clients who turn out to be one, or several, change what is shown', patient, async () => {
  company++
  const first = [says(1, 'a', 1, 'hello'), says(2, 'b', 40, 'Hello!'), says(3, 'c', 80, 'hello')]
  await give(first)
  expect(modelPhrases(first, 'user', questions[0]!)).toEqual([{ spelling: 2, messages: 3 }])
  await expectPhrases(first)
  const same = [...first, ann(4, 'a'), ann(5, 'b')]
  await give(same.slice(3))
  expect(modelPhrases(same, 'user', questions[0]!)).toEqual([])
  await expectPhrases(same)
  const bob = chatEvent('6', 'b', 130, { messageId: '9', author: 'robot', client: 'bob@example.com', messenger: 'web' })
  await give([bob])
  expect(modelPhrases([...same, bob], 'user', questions[0]!)).toEqual([{ spelling: 2, messages: 3 }])
  await expectPhrases([...same, bob])
})

test('the same message twice with other text says what was told later', patient, async () => {
  company++
  const first = [says(1, 'a', 1, 'hello'), says(2, 'b', 40, 'Hello!'), says(3, 'c', 80, 'hello')]
  const later = says(4, 'c', 81, 'Где мой заказ?')
  await give([later])
  await give(first)
  await expectPhrases([...first, later])
  expect(modelPhrases([...first, later], 'user', questions[0]!)).toEqual([])
})
