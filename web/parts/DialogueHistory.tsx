import { useTranslation } from 'react-i18next'
import { useDialogue } from '../asking/queries.ts'
import { ChatEventLine } from './ChatEventLine.tsx'
import { HistoryHead, type Back } from './HistoryHead.tsx'
import { KnownFacts } from './KnownFacts.tsx'
import { Loaded } from './Loaded.tsx'
import { SentEvents } from './SentEvents.tsx'
import { Transcript } from './Transcript.tsx'

type DialogueHistoryProps = { dialogue: string; zone: string; back: Back | undefined }

/** A dialogue: what is known of it, what was written, and the events that say so. */
export function DialogueHistory({ dialogue, zone, back }: DialogueHistoryProps) {
  const { t } = useTranslation()
  const history = useDialogue(dialogue, zone)
  return (
    <>
      <HistoryHead title={dialogue} back={back} />
      <div className="history-events">
        <Loaded query={history} height={280} missing={t('history.missing.dialogue')}>
          {(answer) => (
            <>
              <KnownFacts facts={answer.dialogue} without="dialogue" zone={zone} />
              {answer.moreMessages ? (
                <p className="soft">{t('history.lastMessages', { count: answer.messages.length })}</p>
              ) : null}
              <Transcript messages={answer.messages} zone={zone} />
              <h4>{t('history.events')}</h4>
              <SentEvents told={answer} none={t('history.noneOfDialogue')}>
                {({ event, receivedAt }) => <ChatEventLine event={event} receivedAt={receivedAt} zone={zone} />}
              </SentEvents>
            </>
          )}
        </Loaded>
      </div>
    </>
  )
}
