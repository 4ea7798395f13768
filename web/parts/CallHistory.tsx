import { useTranslation } from 'react-i18next'
import type { CallAnswer } from '../asking/answers.ts'
import { useCall } from '../asking/queries.ts'
import { exactTime } from '../numbers.ts'
import { useWords } from '../use-view.ts'
import { CallEventLine } from './CallEventLine.tsx'
import { HistoryHead, type Back } from './HistoryHead.tsx'
import { KnownFacts } from './KnownFacts.tsx'
import { Loaded } from './Loaded.tsx'
import { SentEvents } from './SentEvents.tsx'

type CallHistoryProps = { call: string; zone: string; back: Back | undefined }

/** A call: what is known of it, its legs, and the events that say so. */
export function CallHistory({ call, zone, back }: CallHistoryProps) {
  const { t } = useTranslation()
  const history = useCall(call, zone)
  return (
    <>
      <HistoryHead title={call} back={back} />
      <div className="history-events">
        <Loaded query={history} height={280} missing={t('history.missing.call')}>
          {(answer) => (
            <>
              <KnownFacts facts={answer.call} without="call" zone={zone} />
              {answer.legs.length < 2 ? null : <Legs legs={answer.legs} zone={zone} />}
              <h4>{t('history.events')}</h4>
              <SentEvents told={answer} none={t('history.noneOfCall')}>
                {({ event, receivedAt }) => <CallEventLine event={event} receivedAt={receivedAt} zone={zone} />}
              </SentEvents>
            </>
          )}
        </Loaded>
      </div>
    </>
  )
}

function Legs({ legs, zone }: { legs: CallAnswer['legs']; zone: string }) {
  const { t } = useTranslation()
  const { titleOf } = useWords()
  return (
    <>
      <h4>{t('history.legs')}</h4>
      <ol className="call-legs">
        {legs.map(({ started_at: startedAt, trunk, direction }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- legs are in order, and never move
          <li key={at}>
            {exactTime(String(startedAt), zone)} <bdi>{trunk}</bdi>{' '}
            <span className="soft">{titleOf('direction', String(direction))}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
