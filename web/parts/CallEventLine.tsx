import { useTranslation } from 'react-i18next'
import type { CallData, SentEvent } from '../asking/answers.ts'
import { useWords } from '../use-view.ts'
import { Dot } from './Dot.tsx'
import { EventLine } from './EventLine.tsx'

type CallEventLineProps = { event: SentEvent<CallData>; receivedAt: string; zone: string }

/** One event of a call: what happened to it or to a leg of it. */
export function CallEventLine({ event, receivedAt, zone }: CallEventLineProps) {
  const { t } = useTranslation()
  const { titleOf } = useWords()
  const { status, outcome, leg, trunk, evaluation, operator, bot } = event.data
  const what = (
    <>
      {t(`history.calls.${status}`, { defaultValue: status })}
      {outcome === undefined ? null : (
        <>
          {' '}
          <Dot word={outcome} />
          {titleOf('outcome', outcome)}
        </>
      )}
    </>
  )
  const named = [operator, bot].map((one) => one?.name ?? one?.id)
  return (
    <EventLine
      event={event}
      receivedAt={receivedAt}
      zone={zone}
      what={what}
      told={[leg, trunk, ...named, evaluation]}
    />
  )
}
