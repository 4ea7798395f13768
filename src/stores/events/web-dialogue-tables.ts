import { tablesByLength } from './roll-up-tables.ts'
import type { RollUpColumns } from './roll-up-tables.ts'

/**
 * The cell of a row of `dialogues`: a square of a tenth of a degree as one number, 0 without coordinates; see `events/cell.ts`.
 * 90° north lies in the northernmost cells, and 180° east is 180° west. Whole tenths are taken before anything is added, so
 * that no digit is lost on the way.
 */
const cellOfRow =
  `if(isNull(latitude) OR isNull(longitude), 0, toUInt32(least(toInt32(floor(assumeNotNull(latitude) * 10)) + 900, 1799) * 3600 ` +
  `+ modulo(toInt32(floor(assumeNotNull(longitude) * 10)) + 1800, 3600) + 1))`

const place = [
  ['chat', 'UInt64'],
  ['bot', 'UInt64'],
  ['operator_group', 'UInt64'],
  ['asked', 'UInt8'],
] as const
const cell = ['cell', 'UInt32'] as const
const sums = ['dialogues UInt64 CODEC(T64, ZSTD(1))']

export const webDialogueRollUps: readonly RollUpColumns[] = [
  { name: 'web_dialogues', keys: [cell], sums },
  { name: 'web_dialogues_by_places', keys: [...place, cell], sums },
  { name: 'web_dialogues_by_operators', keys: [...place, cell, ['participants', 'Array(UInt64)']], sums },
]

/** Dialogues of the web widget by where they were opened; those without coordinates are in cell 0. */
export const webDialogueTables: readonly string[] = [
  `ALTER TABLE dialogues ADD COLUMN IF NOT EXISTS cell UInt32 MATERIALIZED ${cellOfRow} CODEC(ZSTD(1)) AFTER longitude`,
  ...webDialogueRollUps.flatMap(tablesByLength).map(({ create }) => create),
]
