import { commandLine } from '../accounts/actor.ts'
import { companyOf } from '../accounts/companies.ts'
import type { Config } from '../config.ts'
import { openEventPath } from '../event-path.ts'
import { begunIn } from '../privacy/begun.ts'
import type { Erasure } from '../privacy/erasures.ts'
import { openPrivacy } from '../privacy/open.ts'
import { openRecipients } from '../privacy/recipients.ts'
import { lockFolder } from '../stores/lock.ts'
import { openStores } from '../stores/open.ts'

export type ErasureAsked = { company: number; address: string; reason: string; now: () => number }

/**
 * Opens everything but the doors, forgets a person, and closes it again.
 * @throws Failure data-folder-in-use while a Talkmeter runs on the folder: there, the page "Privacy" does it
 */
export async function eraseStopped(
  config: Config,
  { company, address, reason, now }: ErasureAsked,
  say: (line: string) => void,
): Promise<Erasure> {
  const closing: (() => void | Promise<unknown>)[] = []
  try {
    const lock = lockFolder(config.dataDir)
    closing.push(() => lock.release())
    const { ledger, facts } = await openStores(config, say)
    closing.push(
      () => ledger.close(),
      () => facts.close(),
    )
    await companyOf(ledger, company)
    const recipients = await openRecipients(ledger, now())
    const path = await openEventPath({ dataFolder: config.dataDir, facts, recipients })
    closing.push(() => path.close())
    const { log, folder, intake } = path
    const begun = begunIn(config.dataDir)
    const privacy = openPrivacy({ ledger, facts, recipients, log, folder, intake, begun, now })
    const { done } = await privacy.erase(company, commandLine, { address, reason })
    return await done
  } finally {
    for (const step of closing.toReversed()) await step()
  }
}
