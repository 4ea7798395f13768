/** The person of a dialogue whose client is not known. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Whom a message was said by, or to: the client of the dialogue where they are known, else the dialogue itself. */
export const who = `cityHash64(if(person = toUUID('${nobody}'), dialogue_key, person))`

/**
 * Joins messages of dialogues with the phrases that their texts are, and with the clients: SQL, to stand after `chat_messages`. What
 * is no common phrase is left out.
 * @param buckets the condition on `bucket` that the messages are read by
 */
export function joinPhrases(company: number, buckets: string): string {
  const dialogues = `(SELECT dialogue_key FROM chat_messages WHERE company = ${company} AND ${buckets})`
  return `INNER JOIN (
    SELECT dialogue_key, message_key, phrase FROM chat_texts FINAL
    WHERE company = ${company} AND dialogue_key IN ${dialogues}
      AND phrase IN (SELECT phrase FROM common_phrases WHERE company = ${company})
  ) AS said USING (dialogue_key, message_key)
  LEFT JOIN (
    SELECT dialogue_key, person FROM dialogue_clients FINAL WHERE company = ${company} AND dialogue_key IN ${dialogues}
  ) AS clients USING (dialogue_key)`
}
