import { sameIn } from './chat-keys.ts'
import { messages } from './messages.ts'
import type { Fact } from './fact.ts'

/** Messages by everything that prices depend on: they are longer to read, and are read only where prices are asked for. */
export const messageUses: Fact = {
  ...messages,
  name: 'message_uses',
  rollUps: [{ name: 'message_uses', keys: ['channel', 'status', 'currency', 'country', 'network'] }],
  keys: {
    company: sameIn('company', 'y'),
    ...messages.keys,
    country: { as: 'n', rollUp: 'country', row: 'country' },
    network: { as: 'w', rollUp: 'network', row: 'network' },
  },
  // Whoever asks for prices asks for no percentiles.
  tallies: {},
  sums: {
    ...messages.sums,
    billed_parts: { as: 'b', rollUp: 'sum(billed_parts)', row: 'sum(greatest(parts, 1))' },
  },
}
