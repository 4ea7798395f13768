import type { Direction } from '../events/call-vocabulary.ts'
import { Refused } from '../events/refusal.ts'
import { clip } from '../events/text.ts'
import type { FieldFault } from '../failure.ts'
import { callOptions, extrasReader, outcomeReader, partyOf } from './call-options.ts'
import { outcomeOfCause, outcomeOfSip } from './hangup-causes.ts'
import { faultOf } from './options.ts'
import { parseLine } from './parse-line.ts'
import type { Asked, Opened, Provider, ReadEvent } from './provider.ts'
import { readSeconds } from './written-values.ts'

/**
 * Call detail records of FreeSWITCH's mod_json_cdr: a document for each leg, in a file of its own, one after the other, or in an
 * array. Both legs of a call have the id of the first as `call_uuid`, or say which leg was theirs.
 */
export const freeswitchCdr: Provider = {
  id: 'freeswitch-cdr',
  title: 'FreeSWITCH JSON CDR',
  about: 'Call detail records of FreeSWITCH (mod_json_cdr): a document a file, one after the other, or a JSON array.',
  file: { shape: 'elements', options: callOptions, mayStandAlone: true, open },
}

function open({ options }: Asked): Opened<string> {
  const faults: FieldFault[] = []
  const readOutcome = outcomeReader('hangup_cause', options, faults, outcomeOfCause)
  const readExtras = extrasReader(options, faults, { nameIn: (column) => column.trim(), source: 'freeswitch' })
  if (faults.length > 0) throw faultOf(faults)
  return {
    notes: [],
    read(element) {
      const leg = legIn(parseLine(element, 'element'))
      const { variable } = leg
      const uuid = variable('uuid') || leg.profile('uuid')
      if (uuid === '') throw new Refused('missing', 'variables.uuid', 'is missing.')
      const start = secondIn(variable, 'start')
      const answer = secondIn(variable, 'answer')
      const end = secondIn(variable, 'end')
      if (start === 0) throw new Refused('missing', 'variables.start_epoch', 'is missing.')
      if (end === 0) throw new Refused('missing', 'variables.end_epoch', 'is missing: the leg goes on.')
      const billsec = variable('billsec') === '' ? -1 : readSeconds(variable('billsec'), 'variables.billsec')
      const outcome = answer > 0 ? 'answered' : causeOf(variable, readOutcome)
      const { data: extras, source } = readExtras(variable)
      const data = {
        status: 'ended',
        outcome,
        leg: uuid,
        startedAt: iso(start),
        ...(answer > 0 ? { answeredAt: iso(answer) } : {}),
        endedAt: iso(end),
        ...(answer > 0 && billsec >= 0 && billsec !== end - answer ? { billedSeconds: billsec } : {}),
        ...waysOf(leg),
        ...extras,
      }
      const event: ReadEvent['value'] = {
        specversion: '1.0',
        id: uuid,
        source,
        type: 'call.status',
        subject: callOf(variable, uuid),
        time: iso(end),
        data: Object.fromEntries(Object.entries(data).filter(([, value]) => value !== '')),
      }
      return [{ value: event }]
    },
  }
}

/** A leg: its variables, decoded, and what the profile of its caller says, which is that with which it began. */
type Leg = { variable: (name: string) => string; profile: (name: string) => string }

function legIn(value: unknown): Leg {
  const document = recordIn(value)
  const variables = recordIn(document?.['variables'])
  if (variables === undefined) {
    throw new Refused('missing', 'variables', 'is missing: a record of mod_json_cdr has its variables there.')
  }
  // Of a call that was transferred there are several, the last one first.
  const flow = document!['callflow']
  const profile = recordIn(recordIn(Array.isArray(flow) ? flow.at(-1) : flow)?.['caller_profile']) ?? {}
  return {
    variable: (name) => (Object.hasOwn(variables, name) ? decoded(textIn(variables[name])) : ''),
    profile: (name) => (Object.hasOwn(profile, name) ? textIn(profile[name]) : ''),
  }
}

function recordIn(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return value as Record<string, unknown>
}

function textIn(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}

/** Variables are URL-encoded unless the module was told otherwise; then a sign of per cent is one. */
function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text).trim()
  } catch {
    return text
  }
}

/** The second of an instant, since 1970, by `name_epoch`, else by the microseconds in `name_uepoch`; 0 when it never came. */
function secondIn(variable: Leg['variable'], name: 'start' | 'answer' | 'end'): number {
  const [seconds, micros] = [variable(`${name}_epoch`), variable(`${name}_uepoch`)]
  const [field, text, unit] =
    seconds === '' ? ([`${name}_uepoch`, micros, 1_000_000] as const) : ([`${name}_epoch`, seconds, 1] as const)
  if (/^\d{0,17}$/.test(text) && Number(text) / unit < 1e10) return Math.floor(Number(text) / unit)
  throw new Refused('bad-format', `variables.${field}`, `"${clip(text)}" is not a time since 1970.`)
}

/** The call of a leg: the id that both legs share, else the leg that originated it, else itself. */
function callOf(variable: Leg['variable'], uuid: string): string {
  const told = ['call_uuid', 'originating_leg_uuid', 'originator'].map(variable).find((id) => id !== '')
  if (told !== undefined) return told
  const bridged = variable('bridge_uuid')
  // Two legs that a program dialled and then connected name each other.
  if (bridged !== '' && variable('direction') === 'outbound') return bridged < uuid ? bridged : uuid
  return uuid
}

function causeOf(variable: Leg['variable'], readOutcome: (word: string) => string): string {
  const cause = variable('hangup_cause')
  return cause === '' ? (outcomeOfSip(variable('sip_term_status')) ?? readOutcome('')) : readOutcome(cause)
}

type Ways = { direction: Direction | ''; trunk: string; from: string; to: string }

/**
 * Which way a leg goes, by which trunk, and between whom. FusionPBX says the direction as `call_direction`. Else a leg through a gateway
 * is outbound, one that comes from nobody of the directory inbound. What rings a phone within says nothing: the leg beside it does.
 */
function waysOf({ variable, profile }: Leg): Ways {
  const isOut = variable('direction') === 'outbound'
  const isLoop = variable('channel_name').startsWith('loopback/')
  const isOfDirectory = variable('user_name') !== '' || variable('sip_auth_username') !== ''
  const gateway = variable('sip_gateway_name') || variable('sip_gateway')
  const said = directionSaid.get(variable('call_direction').toLowerCase())
  const isTrunk = gateway !== '' && !isLoop
  const guessed = isLoop ? '' : isOut ? (isTrunk ? 'outbound' : '') : isOfDirectory && !isTrunk ? '' : 'inbound'
  const direction = said ?? guessed
  const isPhone = isOut && !isTrunk
  const to = profile('destination_number') || variable('destination_number') || variable('sip_to_user')
  const shown = profile('caller_id_number') || variable('caller_id_number') || variable('sip_from_user')
  // What a program dials may bear the number dialled as the one that calls.
  const from = variable('origination_caller_id_number') || (isOut && shown === to ? profile('ani') : shown)
  const parties = isPhone || isLoop ? { from: '', to: '' } : { from: partyOf(from), to: partyOf(to) }
  return { direction, trunk: isTrunk ? gateway : '', ...parties }
}

const directionSaid: ReadonlyMap<string, Direction> = new Map([
  ['inbound', 'inbound'],
  ['outbound', 'outbound'],
  ['local', 'internal'],
])

function iso(second: number): string {
  return new Date(second * 1000).toISOString()
}
