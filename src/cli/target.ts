import type { Config } from '../config.ts'
import { failure } from '../failure.ts'
import type { Target } from './send-events.ts'

/**
 * The running Talkmeter that a command speaks to: by option, else by TALKMETER_URL and TALKMETER_TOKEN, else the one that
 * `npm start` serves on this machine.
 * @throws Failure misconfigured when there is no token
 */
export function targetOf(
  config: Pick<Config, 'clientUrl' | 'clientToken' | 'port'>,
  asked: { url?: string | undefined; token?: string | undefined },
  scope: 'ingest' | 'billing' = 'ingest',
): Target {
  const token = asked.token ?? config.clientToken
  if (token === undefined) {
    throw failure(
      'misconfigured',
      `This needs a token with the scope "${scope}": set TALKMETER_TOKEN, or give --token. The page ` +
        'Tokens of a company makes one, and so do the Notification graphs of an empty installation.',
    )
  }
  return { url: (asked.url ?? config.clientUrl ?? `http://localhost:${config.port}`).replace(/\/+$/, ''), token }
}

const answerMilliseconds = 10_000

/**
 * Asks the running Talkmeter whether it is there, so that a wrong address is told at once and not after a long wait.
 * @throws Failure not-found when nothing answers
 */
export async function mustAnswer({ url }: Target): Promise<void> {
  try {
    await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(answerMilliseconds) })
  } catch (error) {
    const advice = 'Start it ("npm start"), or say where it runs with --url or TALKMETER_URL.'
    throw failure('not-found', `Nothing answers at ${url}. ${advice}`, [], error)
  }
}
