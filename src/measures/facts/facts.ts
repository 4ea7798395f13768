import { botCalls } from './bot-calls.ts'
import { callAttempts } from './call-attempts.ts'
import { calls } from './calls.ts'
import { chatMessages } from './chat-messages.ts'
import { contacts } from './contacts.ts'
import { dialogues } from './dialogues.ts'
import type { Fact, FactName } from './fact.ts'
import { handling } from './handling.ts'
import { messageUses } from './message-uses.ts'
import { messages } from './messages.ts'
import { operatorDialogues } from './operator-dialogues.ts'
import { presence } from './presence.ts'
import { phrases } from './phrases.ts'
import { replies } from './replies.ts'
import { webDialogues } from './web-dialogues.ts'

/** All facts that can be asked about. */
export const facts: Readonly<Record<FactName, Fact>> = {
  messages,
  message_uses: messageUses,
  chat_messages: chatMessages,
  dialogues,
  operator_dialogues: operatorDialogues,
  replies,
  web_dialogues: webDialogues,
  presence,
  phrases,
  calls,
  bot_calls: botCalls,
  handling,
  call_attempts: callAttempts,
  contacts,
}
