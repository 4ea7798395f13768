import { asteriskCdr } from './asterisk-cdr.ts'
import { asteriskJson } from './asterisk-json.ts'
import { csvCalls } from './csv-calls.ts'
import { csv } from './csv.ts'
import { freeswitchCdr } from './freeswitch-cdr.ts'
import { ndjson } from './ndjson.ts'
import type { Provider } from './provider.ts'
import { smsCorpus } from './sms-corpus.ts'
import { supportDialogues } from './support-dialogues.ts'

/** Every provider, in the order in which people see them. */
export const providers: readonly Provider[] = [
  ndjson,
  csv,
  csvCalls,
  asteriskCdr,
  asteriskJson,
  freeswitchCdr,
  smsCorpus,
  supportDialogues,
]
