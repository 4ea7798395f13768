import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Found } from './erasures.ts'
import { syncFolder } from '../stores/log/files.ts'

/** An erasure that is not finished yet, and whom it is about. */
export type BegunErasure = {
  company: number
  id: string
  address: string
  /** What was found of them before anything was forgotten; an erasure that goes on finds what is left. */
  found?: Found
}

/**
 * Whom unfinished erasures are about: a file each in the data folder, so that a crash or a stop cannot make anybody's wish
 * be forgotten instead of them. It is deleted with the proof.
 */
export type Begun = {
  /** Durable when it resolves. */
  remember: (erasure: BegunErasure) => Promise<void>
  forget: (erasure: Pick<BegunErasure, 'company' | 'id'>) => Promise<void>
  all: () => Promise<BegunErasure[]>
}

export function begunIn(dataFolder: string): Begun {
  const folder = join(dataFolder, 'erasures')
  const fileOf = ({ company, id }: Pick<BegunErasure, 'company' | 'id'>) => join(folder, `${company}-${id}.json`)
  return {
    async remember(erasure) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const file = await open(`${fileOf(erasure)}.new`, 'w', 0o600)
      try {
        await file.writeFile(JSON.stringify(erasure))
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${fileOf(erasure)}.new`, fileOf(erasure))
      await syncFolder(folder)
    },
    async forget(erasure) {
      for (const path of [`${fileOf(erasure)}.new`, fileOf(erasure)]) await rm(path, { force: true })
    },
    async all() {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw error
      })
      const whole = names.filter((name) => name.endsWith('.json')).toSorted()
      const texts = await Promise.all(whole.map((name) => readFile(join(folder, name), 'utf8')))
      return texts.map(read)
    },
  }
}

/** A version before this one may have begun an erasure: it knew of no calls. */
function read(text: string): BegunErasure {
  const { found, ...erasure } = JSON.parse(text) as BegunErasure
  return found === undefined ? erasure : { ...erasure, found: Object.assign({ calls: 0 }, found) }
}
