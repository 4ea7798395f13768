import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cloudEvent } from './model.ts'
import { finished, folded, urlOf, workplace } from './serving.ts'

/** A person is forgotten in a data folder that was restored from a backup, while nothing runs on it. */

const place = workplace('erase', 'made')
afterAll(() => place.clear())
const token = 'token-of-the-erase-command-test'
const phone = '+491760000042'

test(
  'the command forgets a person in a stopped installation, and says what it found',
  { timeout: 180_000 },
  async () => {
    const serving = place.talkmeter(['serve'], { TALKMETER_INIT_TOKEN: token })
    const url = await urlOf(serving)
    const send = (id: string, to: string) => {
      const event = { source: 's', id, message: id, time: Date.now() - 1000, channel: 'sms', status: 'delivered' }
      return fetch(`${url}/api/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' },
        body: JSON.stringify(cloudEvent({ ...event, texts: { to } })),
      })
    }
    await send('a', phone)
    await send('b', '+491760000043')
    await folded(url)

    const address = join(place.folder, 'address')
    writeFileSync(address, '\uFEFF0049 (176) 0000042\r\n')
    const erase = ['erase', '--company', '1', '--address-file', address]
    const running = await finished(place.talkmeter(erase))
    expect(running).toMatchObject({ code: 1, output: expect.stringContaining('is in use by process') })
    serving.child.kill('SIGTERM')
    await serving.ended

    const done = await finished(place.talkmeter([...erase, '--reason', 'Backup of Monday']))
    expect(done).toMatchObject({
      code: 0,
      output:
        'Forgotten: 1 messages, 0 dialogues, 0 calls, 0 refused events, in 1 records of the log.\n' +
        'A search of log and facts afterwards found: 0.\n',
    })
    const log = join(place.folder, 'data', 'log')
    const text = readdirSync(log)
      .map((name) => readFileSync(join(log, name), 'latin1'))
      .join('')
    expect(text).toContain('"subject":"a"')
    expect(text.match(/"to":/g)).toHaveLength(1)

    const again = place.talkmeter(['erase', '--company', '1'], {}, 'input')
    again.child.stdin!.end(phone)
    expect(await finished(again)).toMatchObject({ code: 0, output: expect.stringContaining('Forgotten: 0 messages') })

    const wrong = [
      [['erase'], /--company/],
      [['erase', '--company', 'x', '--address-file', address], /number of a company/],
      [['erase', '--company', '99', '--address-file', address], /no company 99/],
      [['erase', '--company', '1', '--address-file', join(place.folder, 'data', 'log')], /EISDIR|directory/],
    ] as const
    for (const [args, sentence] of wrong) {
      const refused = await finished(place.talkmeter([...args]))
      expect(refused.code, args.join(' ')).toBe(1)
      expect(refused.output).toMatch(sentence)
    }
    writeFileSync(address, '\n')
    expect((await finished(place.talkmeter(erase))).output).toContain('The address is missing')
    expect(existsSync(join(place.folder, 'data', 'log'))).toBe(true)

    const back = place.talkmeter(['serve'])
    const list = await fetch(`${await urlOf(back)}/api/v1/privacy/erasures`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(await list.json()).toMatchObject({
      erasures: [
        { by: 'Command line', proof: { messages: 0, remaining: 0 } },
        { by: 'Command line', reason: 'Backup of Monday', proof: { messages: 1, remaining: 0 } },
      ],
    })
  },
)
