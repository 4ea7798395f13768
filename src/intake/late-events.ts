import { readKeptEvent } from '../events/envelope.ts'
import { forgetfulLine } from '../events/forget.ts'
import type { CompanyRecipients } from '../privacy/recipients.ts'
import { ofOurs, tellsOf } from './kept-line.ts'
import type { CheckedLine } from './kept-line.ts'

/** When the facts say that messages were created, in milliseconds; those that they do not know are not in the answer. */
export type CreatedAt = (company: number, messages: readonly string[]) => Promise<ReadonlyMap<string, number>>

type Known = { company: number; receivedAt: number; recipients: CompanyRecipients; createdAt: CreatedAt }

/**
 * Takes those who were erased out of what arrives about their old messages: a late callback must not bring them back. What
 * they get after that is theirs again.
 */
export async function withoutErased(
  checked: CheckedLine[],
  { company, receivedAt, recipients, createdAt }: Known,
): Promise<void> {
  const late = checked.filter(({ accepted }) => recipients.erasedAt(accepted.event.data.person) !== undefined)
  if (late.length === 0) return
  const known = await createdAt(
    company,
    late.map(({ accepted }) => accepted.event.subject),
  )
  for (const one of late) {
    const { event, content } = one.accepted
    const time = event.time === 0 ? receivedAt : event.time
    const told = event.data.createdAt === 0 ? time : Math.min(event.data.createdAt, time)
    const messageAt = Math.min(told, known.get(event.subject) ?? told)
    const erasedAt = recipients.erasedAt(event.data.person)
    if (erasedAt === undefined || messageAt >= erasedAt) continue
    const { value } = one.sent
    const address = (value as { data: { to: string } }).data.to
    const tells = tellsOf(address)
    const line = forgetfulLine(value, content, (field, text) => field === 'to' || tells(text))
    one.accepted = { ...one.accepted, event: readKeptEvent(JSON.parse(line)) }
    one.line = ofOurs(line)
  }
}
