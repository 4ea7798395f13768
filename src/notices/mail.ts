import type { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import { failure } from '../failure.ts'

/** A letter in plain text, perhaps with a file. `id` makes one that is sent twice known as one. */
export type Letter = {
  id: string
  to: string
  subject: string
  text: string
  file?: { name: string; content: Readable | Buffer }
}

/** The door to a mail server. */
export type Mail = { send: (letter: Letter) => Promise<void>; close: () => void }

const patienceMilliseconds = 15_000

/** Opens the door to a mail server; it connects when something is sent. Undefined where none is configured. */
export function openMail({ smtpUrl, mailFrom }: { smtpUrl: string | undefined; mailFrom: string | undefined }) {
  if (smtpUrl === undefined) return undefined
  if (mailFrom === undefined) {
    throw failure('misconfigured', 'TALKMETER_SMTP_URL needs TALKMETER_MAIL_FROM, the address that mail is from.')
  }
  const domain = mailFrom.split('@')[1]!
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: patienceMilliseconds,
    greetingTimeout: patienceMilliseconds,
    socketTimeout: patienceMilliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const mail: Mail = {
    async send({ id, to, subject, text, file }) {
      await transport.sendMail({
        from: { name: 'Talkmeter', address: mailFrom },
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${domain}>`,
        ...(file === undefined ? {} : { attachments: [{ filename: file.name, content: file.content }] }),
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
    close: () => transport.close(),
  }
  return mail
}
