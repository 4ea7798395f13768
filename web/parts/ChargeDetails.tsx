import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCharge, type ChargeEvent, type ChargeLine } from '../asking/charges.ts'
import { sessionQuery } from '../asking/queries.ts'
import { count, exactTime, money } from '../numbers.ts'
import { useChargeWords } from '../use-charge-words.ts'
import { CallHistory } from './CallHistory.tsx'
import { ChargeEvents } from './ChargeEvents.tsx'
import { DialogueHistory } from './DialogueHistory.tsx'
import { HistoryHead } from './HistoryHead.tsx'
import { Loaded } from './Loaded.tsx'
import { MessageHistory } from './MessageHistory.tsx'

type ChargeDetailsProps = { line: ChargeLine; zone: string; onBack: () => void }

/** A charge: how it was posted, and the messages, dialogues or calls that it is for. */
export function ChargeDetails({ line, zone, onBack }: ChargeDetailsProps) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const { priceOf, quantityOf, unitPriceOf } = useChargeWords()
  const charge = useCharge(line.id)
  const [event, setEvent] = useState<ChargeEvent>()
  if (event !== undefined) {
    const back = { label: t('charges.backToCharge'), onBack: () => setEvent(undefined) }
    if (event.subject === 'call') return <CallHistory call={event.id} zone={zone} back={back} />
    if (event.subject === 'dialogue') return <DialogueHistory dialogue={event.id} zone={zone} back={back} />
    return <MessageHistory message={event.id} zone={zone} back={back} />
  }
  return (
    <>
      <HistoryHead title={priceOf(line)} back={{ label: t('charges.back'), onBack }} />
      <dl className="facts history-facts">
        <Fact title={t('charges.amount')}>
          {line.amount === null ? t('charges.noPrice') : money(line.amount, line.currency!, 'exact')}
        </Fact>
        <Fact title={t('charges.unitPrice')}>{unitPriceOf(line)}</Fact>
        <Fact title={t('charges.events')}>{line.events === 0 ? '—' : count(line.events)}</Fact>
        <Fact title={t('charges.quantity')}>{quantityOf(line)}</Fact>
        {line.usedBy === company.number ? null : <Fact title={t('charges.usedBy')}>{line.usedBy}</Fact>}
      </dl>
      <h4>{t('charges.postings')}</h4>
      <Loaded query={charge} height={80}>
        {({ postings }) => (
          <ol className="charge-postings">
            {postings.map((posting) => (
              <li key={posting.id}>
                <time dateTime={posting.at}>{exactTime(posting.at, zone)}</time>
                <span>
                  {posting.amount === null ? t('charges.noPrice') : money(posting.amount, line.currency!, 'exact')}
                </span>
                <span className="soft">
                  {t('charges.eventsChange', { count: posting.events, shown: signed(posting.events) })}
                </span>
                {posting.corrects ? <span className="badge">{t('charges.corrects')}</span> : null}
              </li>
            ))}
          </ol>
        )}
      </Loaded>
      <h4>{t('charges.for')}</h4>
      <ChargeEvents line={line} zone={zone} canOpen={line.usedBy === company.number} onOpen={setEvent} />
    </>
  )
}

function Fact({ title, children }: { title: string; children: string | number }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : count(value)
}
