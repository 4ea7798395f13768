import { Refused } from '../events/refusal.ts'
import { parseLine } from './parse-line.ts'
import type { Opened, Provider, ReadEvent } from './provider.ts'

/**
 * Support dialogues of companies on Twitter, as IBM published them (twitter-customer-care-document-prediction): an array of
 * `{dialogHeader: {company, sessionID, conversationDateTime}, dialogContent: [{client or agent, datetime, message, tweet_ID}]}`.
 * The company is the chat, its agent the operator; Twitter is none of our messengers, so none is told. That a dialogue was
 * assigned or closed is not in the file. `agentURL` is what the researchers' program should find, without a time: it is
 * not read.
 */
export const supportDialogues: Provider = {
  id: 'support-dialogues',
  title: 'Support dialogues',
  about: 'Support dialogues as IBM published them, a JSON array; each is a dialogue of the chat of its company.',
  file: { shape: 'elements', options: [], open },
}

const source = 'support-dialogues'

function open(): Opened<string> {
  return { notes: [], read: (element) => eventsOf(dialogueIn(parseLine(element, 'element'))) }
}

/** A dialogue's opening and its messages. */
function eventsOf({ company, session, openedAt, messages }: Dialogue): ReadEvent[] {
  const chat = { id: company, name: company }
  const event = (id: string, type: string, time: string, data: object): ReadEvent => ({
    value: { specversion: '1.0', id: `${session}-${id}`, source, type, subject: session, time, data },
  })
  const client = messages.find(({ author }) => author === 'user')?.who
  return [
    event('opened', 'chat.dialogue', openedAt, { change: 'opened', chat, client }),
    ...messages.map(({ id, author, who, time, text }) =>
      event(id, 'chat.message', time, {
        messageId: id,
        author,
        text,
        chat,
        ...(author === 'operator' ? { operator: { id: who, name: who }, client } : { client: who }),
      }),
    ),
  ]
}

type Message = { id: string; author: 'user' | 'operator'; who: string; time: string; text: string }
type Dialogue = { company: string; session: string; openedAt: string; messages: Message[] }

function dialogueIn(value: unknown): Dialogue {
  const dialogue = objectOf(value, '')
  const header = objectOf(dialogue['dialogHeader'], 'dialogHeader')
  const content = dialogue['dialogContent']
  if (content === undefined) throw new Refused('missing', 'dialogContent', 'is missing.')
  if (!Array.isArray(content)) throw new Refused('wrong-type', 'dialogContent', 'must be an array of messages.')
  return {
    company: textIn(header, 'company', 'dialogHeader'),
    session: textIn(header, 'sessionID', 'dialogHeader'),
    openedAt: textIn(header, 'conversationDateTime', 'dialogHeader'),
    messages: content.map((message, at) => messageIn(message, `dialogContent[${at}]`)),
  }
}

/** Who wrote it is told by the name of a key: `agent`, `client`, or for the clients after the first `client1` and so on. */
function messageIn(value: unknown, path: string): Message {
  const message = objectOf(value, path)
  const writers = Object.keys(message).filter((key) => /^(agent|client\d*)$/.test(key))
  const writer = writers[0]
  if (writer === undefined || writers.length > 1) {
    throw new Refused('missing', path, 'must say who wrote it, by one of agent, client, client1 and so on.')
  }
  return {
    id: textIn(message, 'tweet_ID', path),
    author: writer === 'agent' ? 'operator' : 'user',
    who: textIn(message, writer, path),
    time: textIn(message, 'datetime', path),
    text: textIn(message, 'message', path),
  }
}

function objectOf(value: unknown, path: string): Record<string, unknown> {
  if (value === undefined && path !== '') throw new Refused('missing', path, 'is missing.')
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  if (path !== '') throw new Refused('wrong-type', path, 'must be an object.')
  throw new Refused('wrong-type', '', 'The element must be an object with dialogHeader and dialogContent.')
}

function textIn(object: Record<string, unknown>, name: string, path: string): string {
  const value = object[name]
  if (value === undefined || value === null) throw new Refused('missing', `${path}.${name}`, 'is missing.')
  if (typeof value !== 'string') throw new Refused('wrong-type', `${path}.${name}`, 'must be a text.')
  return value
}
