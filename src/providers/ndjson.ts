import { parseLine } from './parse-line.ts'
import type { Provider } from './provider.ts'

/** CloudEvents one a line: what the intake takes over HTTP, kept in a file. */
export const ndjson: Provider = {
  id: 'ndjson',
  title: 'NDJSON',
  about: 'CloudEvents, one a line, as POST /api/v1/events takes them.',
  file: {
    shape: 'lines',
    options: [],
    open: () => ({ read: (line) => [{ value: parseLine(line), json: line }], notes: [] }),
  },
}
