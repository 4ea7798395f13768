import { Refused } from '../events/refusal.ts'
import { fieldOf } from './asterisk-columns.ts'
import { asteriskOptions, cdrReader } from './asterisk-record.ts'
import { plain } from './csv-columns.ts'
import { faultOf } from './options.ts'
import { parseLine } from './parse-line.ts'
import type { Asked, Opened, Provider } from './provider.ts'
import type { FieldFault } from '../failure.ts'

/** Records of Asterisk as JSON, one a line: what cdr_custom writes with `format = json`, and Cdr events of the manager interface. */
export const asteriskJson: Provider = {
  id: 'asterisk-cdr-json',
  title: 'Asterisk CDR, JSON',
  about: 'The same as JSON, one record a line: cdr_custom with format = json, or Cdr events of the manager interface.',
  file: { shape: 'lines', options: asteriskOptions, open },
}

function open(asked: Asked): Opened<string> {
  const faults: FieldFault[] = []
  const { read, notes } = cdrReader(asked, (column) => fieldOf(column) ?? plain(column), faults)
  if (faults.length > 0) throw faultOf(faults)
  return {
    notes: notes(undefined),
    read(line) {
      const told = new Map<string, string>()
      for (const [name, value] of Object.entries(objectIn(line))) {
        if (typeof value === 'string' || typeof value === 'number')
          told.set(fieldOf(name) ?? plain(name), String(value))
      }
      return read((name) => told.get(name) ?? '')
    },
  }
}

function objectIn(line: string): object {
  const value = parseLine(line)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new Refused('wrong-type', '', 'The line must be a JSON object with the fields of a record.')
}
