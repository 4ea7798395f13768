import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Starts what looks like a ClickHouse server: its HTTP interface in a process of its own, the embedded engine behind it.
 * So the suite goes the way that a `CLICKHOUSE_URL` leads, on machines that have no ClickHouse.
 */
export async function startClickHouseFront(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'talkmeter-clickhouse-'))
  const [user, password] = ['stat', 'pass word/?']
  const child = fork(join(import.meta.dirname, 'clickhouse-front-child.ts'), [join(folder, 'data'), user, password], {
    stdio: 'inherit',
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    url: `http://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}
