import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../stores/log/files.ts'

/** An erasure that is not finished yet, and whom it is about. */
export type BegunErasure = { company: number; id: string; address: string }

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
      const file = await open(fileOf(erasure), 'w', 0o600)
      try {
        await file.writeFile(JSON.stringify(erasure))
        await file.sync()
      } finally {
        await file.close()
      }
      await syncFolder(folder)
    },
    forget: (erasure) => rm(fileOf(erasure), { force: true }),
    async all() {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw error
      })
      const texts = await Promise.all(names.toSorted().map((name) => readFile(join(folder, name), 'utf8')))
      return texts.flatMap(readBegun)
    },
  }
}

/** A file that was cut off was so before its erasure was noted: nobody was promised anything. */
function readBegun(text: string): BegunErasure[] {
  try {
    return [JSON.parse(text) as BegunErasure]
  } catch {
    return []
  }
}
