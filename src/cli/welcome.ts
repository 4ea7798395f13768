import type { FirstStart } from '../accounts/first-start.ts'

/**
 * What the console shows once, after the first start: how to sign in, and a command that can be copied and gives the
 * first event. The command stands outside of the box, so that copying it takes no frame along.
 */
export function welcome(url: string, { email, password, token }: FirstStart, now: Date): string {
  const rows = [
    'Talkmeter is ready for the first time. These are shown only now:',
    '',
    `Open      ${url}`,
    `E-mail    ${email}`,
    `Password  ${password ?? '(as in TALKMETER_INIT_ADMIN_PASSWORD)'}`,
    `Token     ${token ?? '(as in TALKMETER_INIT_TOKEN)'}`,
  ]
  const width = Math.max(...rows.map((row) => row.length))
  const box = [
    `╭${'─'.repeat(width + 4)}╮`,
    ...rows.map((row) => `│  ${row.padEnd(width)}  │`),
    `╰${'─'.repeat(width + 4)}╯`,
  ]
  return `\n${box.join('\n')}\n\nSend the first event:\n\n${firstEvent(url, token ?? '$TALKMETER_INIT_TOKEN', now)}\n`
}

function firstEvent(url: string, token: string, now: Date): string {
  const event = {
    specversion: '1.0',
    type: 'message.status',
    source: 'my-system',
    id: '1',
    time: now.toISOString(),
    subject: 'message-1',
    data: { channel: 'sms', status: 'delivered', parts: 1, price: { amount: '0.0125', currency: 'EUR' } },
  }
  return [
    `curl ${url}/api/v1/events \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    `  -H 'Content-Type: application/cloudevents+json' \\`,
    `  -d '${JSON.stringify(event)}'`,
  ].join('\n')
}
