import { between, chanceAt, randomOf } from './random.ts'
import { staffOf } from './staff.ts'
import type { Shift } from './staff.ts'
import type { PlannedArrival, SimulatedPresence } from './simulated-event.ts'
import type { Stretch, Traffic } from './traffic.ts'
import type { World } from './world.ts'

const minuteMilliseconds = 60_000
/** Longer than any shift: who is there at the beginning of a period came before it. */
const shiftMost = 14 * 60 * minuteMilliseconds
/** Somebody went home without saying so. */
const forgottenShare = 0.004
const repeatedShare = 0.012

/** The presence of the company's operators, in a period: the same in every run, however much they have to do. */
export function presenceIn(world: World, from: number, to: number, earliest: number): Stretch<SimulatedPresence> {
  return { traffic: presenceOf(world), from: Math.max(earliest, from - shiftMost), to, scale: 1 }
}

function presenceOf(world: World): Traffic<SimulatedPresence> {
  const staff = staffOf(world.seed, world.clock)

  function shiftsIn(minute: number): readonly Shift[] {
    const isNow = ({ from }: Shift) => Math.floor(from / minuteMilliseconds) === minute
    return staff.around(minute * minuteMilliseconds).filter(isNow)
  }

  return {
    luck: 0,
    messagesPerContact: 0,
    weightIn: (minute) => shiftsIn(minute).length,
    contactAt(minute, index) {
      const shift = shiftsIn(minute)[index]!
      return { startsAt: shift.from, arrivals: eventsOf(world, shift) }
    },
  }
}

function eventsOf(world: World, shift: Shift): PlannedArrival<SimulatedPresence>[] {
  const { from, to, pauses, day, number, operator, group } = shift
  const random = randomOf(world.seed ^ 0x70726573, day, number)
  const isForgotten = chanceAt(world.seed ^ 0x666f7267, day * 1000 + number) < forgottenShare
  const changes = [
    { at: from, state: 'online' as const },
    ...pauses.flatMap((pause) => [
      { at: pause.from, state: 'paused' as const },
      { at: pause.to, state: 'online' as const },
    ]),
    ...(isForgotten ? [] : [{ at: to, state: 'offline' as const }]),
  ]
  return changes.flatMap(({ at, state }, place) => {
    const write = (): SimulatedPresence => ({
      specversion: '1.0',
      id: `${world.company}-shift-${day}-${number}-${place}`,
      source: 'simulation/operators',
      type: 'operator.presence',
      subject: operator.id,
      time: new Date(at).toISOString(),
      data: { state, operator, group },
    })
    const arrival = { at: at + Math.round(between(random, 50, 900)), write }
    if (random() >= repeatedShare) return [arrival]
    return [arrival, { at: arrival.at + Math.round(between(random, 10_000, 300_000)), write }]
  })
}
