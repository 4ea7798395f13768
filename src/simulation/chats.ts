import { busynessAt, busynessOfDay, growthOfDay, hoursOfDay } from './calendar.ts'
import { clientOf } from './chat-clients.ts'
import { eventsOfDialogue } from './chat-writing.ts'
import { liveDialogue } from './dialogue-life.ts'
import { bots, chats, messengerHabits } from './messengers.ts'
import type { Chat, MessengerHabits } from './messengers.ts'
import { oneOf, pick, randomOf } from './random.ts'
import type { Random } from './random.ts'
import { staffOf } from './staff.ts'
import type { SimulatedChatEvent } from './simulated-event.ts'
import type { Traffic } from './traffic.ts'
import type { World } from './world.ts'

const minuteMilliseconds = 60_000
/** As many as there are, on average; `chats.test.ts` counts them. */
const messagesPerDialogue = 6.86
const daysKept = 64
/** What is chance for chats is not what is chance for notifications. */
const chatSalt = 0x63686174

type Day = { busyness: number; growth: number; hours: readonly number[] }

/** The dialogues that clients begin with the company. */
export function chatsOf(world: World): Traffic<SimulatedChatEvent> {
  const staff = staffOf(world.seed, world.clock)
  const days = new Map<number, Day>()

  function dayOf(day: number): Day {
    const known = days.get(day)
    if (known !== undefined) return known
    if (days.size >= daysKept) days.clear()
    const made = {
      busyness: busynessOfDay(world.seed ^ chatSalt, day),
      growth: growthOfDay(day),
      hours: hoursOfDay(day),
    }
    days.set(day, made)
    return made
  }

  /** How many dialogues begin in a minute, in proportion to others; and how busy it is for those who are there. */
  function busynessIn(minute: number): { weight: number; load: number } {
    const local = world.clock(minute * minuteMilliseconds)
    const { busyness, growth, hours } = dayOf(local.day)
    const weight = busyness * busynessAt(hours, local.minute)
    // Those who are there become more as the company grows.
    return { weight, load: weight / growth }
  }

  return {
    luck: world.luck ^ chatSalt,
    messagesPerContact: messagesPerDialogue,
    weightIn: (minute) => busynessIn(minute).weight,
    contactAt(minute, index) {
      const random = randomOf(world.luck ^ chatSalt, minute, index)
      const startsAt = minute * minuteMilliseconds + Math.floor(random() * minuteMilliseconds)
      const habits = pick(random, messengerHabits)
      const chat = chatOf(random, habits)
      const client = clientOf(random, world.seed, habits)
      const hasRobot = random() < habits.robotShare
      const isSilent = hasRobot && random() < habits.silentShare
      const steps = liveDialogue(random, {
        startsAt,
        language: client.language,
        isSales: chat.id === 'business',
        hasRobot,
        handOffShare: habits.handOffShare,
        isSilent,
        load: busynessIn(minute).load,
        staff,
      })
      const subject = `${world.name}-chat-${minute.toString(36)}-${index.toString(36)}`
      const bot = hasRobot ? (habits.messenger === 'alice' ? bots['alice'] : bots[oneOf(random, chat.bots)]) : undefined
      return {
        startsAt,
        arrivals: eventsOfDialogue(random, { subject, messenger: habits.messenger, chat, bot, client }, steps),
      }
    },
  }
}

function chatOf(random: Random, { messenger }: MessengerHabits): Chat {
  return pick(
    random,
    chats.filter(({ messengers }) => messengers === 'all' || messengers.includes(messenger)),
  )
}
