import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useChargeEvents, type ChargeEvent, type ChargeLine } from '../asking/charges.ts'
import { count, exactTime, money } from '../numbers.ts'
import { useChargeWords } from '../use-charge-words.ts'
import { FailureNote } from './FailureNote.tsx'
import { Loaded } from './Loaded.tsx'
import { scrollable } from './scrollable.ts'

type ChargeEventsProps = {
  line: ChargeLine
  zone: string
  /** Whether they are the company’s own, whose details it sees. */
  canOpen: boolean
  onOpen: (event: ChargeEvent) => void
}

/** The messages, dialogues or calls of a charge with what each costs; page after page. */
export function ChargeEvents({ line, zone, canOpen, onOpen }: ChargeEventsProps) {
  const { t } = useTranslation()
  const listed = useChargeEvents(line.id)
  return (
    <>
      <Loaded query={listed} height={200}>
        {({ pages }) => {
          const { found } = pages[0]!
          if (found === null)
            return <p className="soft">{t(`charges.noEvents.${line.kind as 'package' | 'volume'}`)}</p>
          const events = pages.flatMap((page) => page.events)
          return (
            <>
              <p className="soft">
                {found.events === line.events && found.amount === line.amount
                  ? t('charges.agrees', { shown: count(events.length), total: count(found.events) })
                  : t('charges.differs', {
                      total: count(found.events),
                      amount: found.amount === null ? '' : money(found.amount, line.currency!, 'exact'),
                    })}
              </p>
              <Events events={events} line={line} zone={zone} onOpen={canOpen ? onOpen : undefined} />
            </>
          )
        }}
      </Loaded>
      {listed.data !== undefined && listed.error !== null ? <FailureNote error={listed.error} /> : null}
      {listed.hasNextPage ? (
        <Button
          size="xs"
          variant="default"
          loading={listed.isFetchingNextPage}
          onClick={() => void listed.fetchNextPage()}
        >
          {t('rows.more')}
        </Button>
      ) : null}
    </>
  )
}

type EventsProps = {
  events: readonly ChargeEvent[]
  line: ChargeLine
  zone: string
  onOpen: ((event: ChargeEvent) => void) | undefined
}

function Events({ events, line, zone, onOpen }: EventsProps) {
  const { t } = useTranslation()
  const { amountIn } = useChargeWords()
  const keys = [...new Set(events.flatMap(({ of }) => Object.keys(of).filter((key) => of[key] !== '')))]
  const currency = line.currency
  return (
    <section className="rows-scroll" {...scrollable} aria-label={t('charges.for')}>
      <table className="numbers rows">
        <thead>
          <tr>
            <th scope="col">{t('charges.at')}</th>
            <th scope="col">{t(`charges.subjects.${events[0]?.subject ?? 'message'}`)}</th>
            {keys.map((key) => (
              <th key={key} scope="col" className="charges-keys">
                {t(`charges.keys.${key as 'network'}`, { defaultValue: key })}
              </th>
            ))}
            <th scope="col" className="is-number">
              {t('charges.quantity')}
            </th>
            <th scope="col" className="is-number">
              {t('charges.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- messages of one dialogue may be of one instant; the list only grows
            <tr key={place}>
              <td>{exactTime(event.at, zone)}</td>
              <td>
                {onOpen === undefined ? (
                  <bdi>{event.id}</bdi>
                ) : (
                  <button type="button" className="rows-message" onClick={() => onOpen(event)}>
                    <bdi>{event.id}</bdi>
                  </button>
                )}
              </td>
              {keys.map((key) => (
                <td key={key}>
                  <bdi>{wordOf(key, event.of[key] ?? '')}</bdi>
                </td>
              ))}
              <td className="is-number">{amountIn(line.unit, event.quantity)}</td>
              <td className="is-number">
                {event.amount === null || currency === null ? '—' : money(event.amount, currency, 'exact')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )

  function wordOf(key: string, word: string): string {
    return key === 'seconds'
      ? amountIn('second', Number(word))
      : t(`charges.words.${word as 'inbound'}`, { defaultValue: word })
  }
}
