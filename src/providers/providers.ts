import { csv } from './csv.ts'
import { ndjson } from './ndjson.ts'
import type { Provider } from './provider.ts'
import { smsCorpus } from './sms-corpus.ts'
import { supportDialogues } from './support-dialogues.ts'

/** Every provider, in the order in which people see them. */
export const providers: readonly Provider[] = [ndjson, csv, smsCorpus, supportDialogues]
