import { refusalCodes } from '../events/refusal.ts'
import { channels, receipts, statuses } from '../events/vocabulary.ts'
import { dimensions } from '../measures/dimensions.ts'
import { facts } from '../measures/facts/facts.ts'
import { measures } from '../measures/measures.ts'
import { pages } from '../panels/pages.ts'
import { units } from '../units.ts'

/** `docs/metrics.md`: what every number means, from the declarations that make the numbers. */
export function metricsPage(): string {
  const statusTitle = new Map(dimensions.status.values!.map(({ value, title }) => [value, title.en]))
  const shortTitle = new Map(dimensions.short_status.values!.map(({ value, title }) => [value, title.en]))
  return `# What the numbers mean

<!-- Made from the declarations by the test suite; \`UPDATE_DOCS=1 npm test\` writes it anew. -->

A bucket is 15 minutes in UTC; a period is exact to its first and last instant, in any IANA zone.

## Measures

${table(
  ['Measure', 'Of', 'Title', 'Unit', 'Definition'],
  measures.map(({ name, fact, title, unit, definition }) => [
    `\`${name}\``,
    `\`${fact}\``,
    title.en,
    unit,
    definition.en,
  ]),
)}

${table(
  ['What is counted', 'When'],
  Object.values(facts).map(({ name, timeBasis }) => [`\`${name}\``, timeBasis.en]),
)}

## Units

${table(
  ['Unit', 'Written as'],
  Object.entries(units).map(([unit, { words }]) => [unit, words]),
)}

## Statuses

Of several statuses of one message the one with the greatest rank stands, then the one with the latest time of its
producer; what arrived last does not matter. Of prices that differ the one with the latest time stands, of creations the
earliest, of parts the most, and of other words and texts (channel, recipient, provider, …) one, the same whatever order they came in. The \`subject\` names
one message of the whole company: two systems must not give theirs the same names. ${receipts.map((word) => `\`${word}\``).join(', ')} are times of a delivered message.

${table(
  ['Status', 'Title', 'Short status', 'Rank', 'Sent', 'Final'],
  statuses.map(({ word, short, rank, sent, final }) => [
    `\`${word}\``,
    statusTitle.get(word)!,
    shortTitle.get(short)!,
    String(rank),
    sent ? 'yes' : 'no',
    final ? 'yes' : 'no',
  ]),
)}

Channels: ${channels.map(({ word }) => `\`${word}\``).join(', ')}.

## Panels

${pages
  .map(
    ({ title, panels }) => `### ${title.en}

${table(
  ['Panel', 'Title', 'Measures', 'By', 'Chart'],
  panels.map((panel) => [
    `\`${panel.id}\``,
    panel.title.en,
    panel.measures.map((name) => `\`${name}\``).join(', '),
    panel.by.map((name) => `\`${name}\``).join(', '),
    panel.chart,
  ]),
)}`,
  )
  .join('\n\n')}

## How complete a number is

Each answer says how many of its messages have no final status yet (\`open\`, \`openShare\`), when the newest message of
the company was created (\`newestEventAt\`), and for each feed, which is what events name as their \`source\`, when its
newest event came in and how many were accepted.

## Why an event is refused

${table(
  ['Code', 'Meaning'],
  Object.entries(refusalCodes).map(([code, meaning]) => [`\`${code}\``, meaning]),
)}
`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
