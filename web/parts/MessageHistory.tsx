import { useTranslation } from 'react-i18next'
import { useMessage } from '../asking/queries.ts'
import { HistoryHead, type Back } from './HistoryHead.tsx'
import { KnownFacts } from './KnownFacts.tsx'
import { Loaded } from './Loaded.tsx'
import { MessageEventLine } from './MessageEventLine.tsx'
import { SentEvents } from './SentEvents.tsx'

/** A message: what is known of it, and the events that say so. */
export function MessageHistory({ message, zone, back }: { message: string; zone: string; back: Back | undefined }) {
  const { t } = useTranslation()
  const history = useMessage(message)
  return (
    <>
      <HistoryHead title={message} back={back} />
      <div className="history-events">
        <Loaded query={history} height={200} missing={t('history.missing.message')}>
          {(told) => (
            <>
              <KnownFacts facts={told.message} without="message" zone={zone} />
              <h4>{t('history.events')}</h4>
              <SentEvents told={told} none={t('history.none')}>
                {({ event, receivedAt }) => <MessageEventLine event={event} receivedAt={receivedAt} zone={zone} />}
              </SentEvents>
            </>
          )}
        </Loaded>
      </div>
    </>
  )
}
