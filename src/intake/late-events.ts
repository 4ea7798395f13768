import { addressesIn, personOf, readKeptEvent } from '../events/envelope.ts'
import type { CheckedEvent } from '../events/envelope.ts'
import { forgetfulLine } from '../events/forget.ts'
import type { CompanyRecipients } from '../privacy/recipients.ts'
import type { SubjectKind } from '../stores/events/subject-times.ts'
import { ofOurs, tellsOf } from './kept-line.ts'
import type { CheckedLine } from './kept-line.ts'

/**
 * When the facts say that messages were created, dialogues opened or calls started, in milliseconds; those that they do not know are not in
 * the answer.
 */
export type CreatedAt = (
  company: number,
  kind: SubjectKind,
  subjects: readonly string[],
) => Promise<ReadonlyMap<string, number>>

type Known = { company: number; receivedAt: number; recipients: CompanyRecipients; createdAt: CreatedAt }

/**
 * Takes those who were erased out of what arrives about their old messages, dialogues and calls: a late callback must not bring them
 * back. What they get after that is theirs again.
 */
export async function withoutErased(
  checked: CheckedLine[],
  { company, receivedAt, recipients, createdAt }: Known,
): Promise<void> {
  const late = checked.filter(({ accepted }) => recipients.erasedAt(personOf(accepted.event)) !== undefined)
  for (const [kind, lines] of Map.groupBy(late, ({ accepted }) => kindOf(accepted.event))) {
    const subjects = lines.map(({ accepted }) => accepted.event.subject)
    const known = await createdAt(company, kind, subjects)
    for (const one of lines) {
      const { event, content } = one.accepted
      const erasedAt = recipients.erasedAt(personOf(event))
      const told = toldAt(event, receivedAt)
      if (erasedAt === undefined || Math.min(told, known.get(event.subject) ?? told) >= erasedAt) continue
      const fields = addressesIn(event).map(({ field }) => field)
      const { data } = one.sent.value as { data: Record<string, string> }
      const tell = fields.map((field) => tellsOf(data[field]!))
      const isAddress = (name: string) => fields.some((field) => field === name)
      const line = forgetfulLine(
        one.sent.value,
        content,
        (name, text) => isAddress(name) || tell.some((tells) => tells(text)),
      )
      one.accepted = { ...one.accepted, event: readKeptEvent(JSON.parse(line)) }
      one.line = ofOurs(line)
    }
  }
}

function kindOf({ type }: CheckedEvent): SubjectKind {
  return type === 'message.status' ? 'message' : type === 'call.status' ? 'call' : 'dialogue'
}

/** The earliest that an event tells of when its message was created, its dialogue opened or its call started. */
function toldAt({ time, type, data }: CheckedEvent, receivedAt: number): number {
  const at = time === 0 ? receivedAt : time
  const begunAt = type === 'message.status' ? data.createdAt : type === 'call.status' ? data.startedAt : 0
  return begunAt === 0 ? at : Math.min(begunAt, at)
}
