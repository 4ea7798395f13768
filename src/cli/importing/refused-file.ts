import { closeSync, openSync, realpathSync, writeSync } from 'node:fs'
import type { Refusal } from '../../events/refusal.ts'
import { failure } from '../../failure.ts'
import type { Place } from './tally.ts'

/** Keeps refused records with their reasons, one JSON a line: `{file, line, code, detail, text}`. */
export type RefusedFile = {
  write: (place: Place, refusal: Pick<Refusal, 'code' | 'detail'>) => void
  close: () => void
}

const bufferLength = 64 * 1024

/**
 * @param inputs the files that are read, none of which may be written over
 * @throws Failure bad-request when it cannot be written
 */
export function openRefusedFile(path: string, inputs: readonly string[]): RefusedFile {
  const known = new Set(inputs.map(realPath))
  if (known.has(realPath(path))) throw failure('bad-request', `--refused "${path}" is a file that is imported.`)
  const file = opened(path)
  let waiting: string[] = []
  let waitingLength = 0

  function flush(): void {
    if (waitingLength > 0) writeSync(file, waiting.join(''))
    waiting = []
    waitingLength = 0
  }

  return {
    write({ file: name, line, text }, { code, detail }) {
      const json = `${JSON.stringify({ file: name, line, code, detail, text })}\n`
      waiting.push(json)
      waitingLength += json.length
      if (waitingLength > bufferLength) flush()
    },
    close() {
      flush()
      closeSync(file)
    },
  }
}

function opened(path: string): number {
  try {
    return openSync(path, 'w')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw failure('bad-request', `--refused "${path}" cannot be written: ${reason}.`, [], error)
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
