import { useTranslation } from 'react-i18next'
import type { ChatData, SentEvent } from '../asking/answers.ts'
import { useWords } from '../use-view.ts'
import { Dot } from './Dot.tsx'
import { EventLine } from './EventLine.tsx'

type ChatEventLineProps = { event: SentEvent<ChatData>; receivedAt: string; zone: string }

/** One event of a dialogue: a change of it, or who wrote. */
export function ChatEventLine({ event, receivedAt, zone }: ChatEventLineProps) {
  const { t } = useTranslation()
  const { titleOf } = useWords()
  const { change, author = '', operator, group, text } = event.data
  const what =
    change === undefined ? (
      <>
        <Dot word={author} />
        {titleOf('author', author)}
      </>
    ) : (
      t(`history.changes.${change}`, { defaultValue: change })
    )
  const told = [operator, group].map((one) => one?.name ?? one?.id)
  return <EventLine event={event} receivedAt={receivedAt} zone={zone} what={what} told={[...told, text]} />
}
