import { useTranslation } from 'react-i18next'
import type { DialogueAnswer } from '../asking/answers.ts'
import { fullDay, money, timeOfDay } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { Dot } from './Dot.tsx'

type Message = DialogueAnswer['messages'][number]

/** What was written in a dialogue, by day: the client on one side, who answered on the other. */
export function Transcript({ messages, zone }: { messages: readonly Message[]; zone: string }) {
  const { t } = useTranslation()
  // The API tells times on the clock of the zone.
  const byDay = Map.groupBy(messages, (message) => textOf(message, 'written_at').slice(0, 10))
  return (
    <section className="transcript" aria-label={t('history.transcript')}>
      {[...byDay].map(([day, own]) => (
        <div key={day}>
          <h5>{fullDay(day)}</h5>
          <ol>
            {own.map((message) => (
              <Bubble key={JSON.stringify(message)} message={message} zone={zone} />
            ))}
          </ol>
        </div>
      ))}
      {messages.length === 0 ? <p className="soft">{t('history.noMessages')}</p> : null}
    </section>
  )
}

function Bubble({ message, zone }: { message: Message; zone: string }) {
  const { t } = useTranslation()
  const { titleOf } = useWords()
  const [author, operator, text] = ['author', 'operator', 'text'].map((name) => textOf(message, name)) as [
    string,
    string,
    string,
  ]
  const [price, currency, writtenAt] = ['price', 'currency', 'written_at'].map((name) => textOf(message, name)) as [
    string,
    string,
    string,
  ]
  return (
    <li className={author === 'user' ? 'bubble' : 'bubble bubble-back'}>
      <header>
        <span className="word">
          <Dot word={author} />
          <bdi>{operator === '' ? titleOf('author', author) : operator}</bdi>
        </span>
        <time dateTime={writtenAt}>{timeOfDay(writtenAt, zone)}</time>
        {price === '' ? null : <span>{money(price, currency, 'exact')}</span>}
      </header>
      {text === '' ? <p className="soft">{t('history.noText')}</p> : <p dir="auto">{text}</p>}
    </li>
  )
}

function textOf(message: Message, name: string): string {
  return String(message[name] ?? '')
}
