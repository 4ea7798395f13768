import type { Channel } from '../events/vocabulary.ts'
import { dateOf } from './clock.ts'
import type { CalendarDate } from './clock.ts'
import { between, pick, randomOf } from './random.ts'
import type { Random } from './random.ts'
import type { Shares } from './shares.ts'
import { campaignTemplates } from './templates.ts'
import type { Template } from './templates.ts'

/** One message to many clients at once, on a local day. */
export type Campaign = {
  task: string
  template: Template
  /** Most of it goes this way. */
  channel: Channel
  fromMinute: number
  toMinute: number
  /** How much it is, in common days' messages. */
  size: number
  /** From here on somebody stopped it: what was made is canceled. */
  stoppedFromMinute: number
}

/** The chance of a campaign from Sunday to Saturday: nobody likes them at weekends. */
const chances = [0.03, 0.14, 0.3, 0.18, 0.28, 0.2, 0.06]
const stoppedShare = 0.06

/** Days on which every shop writes, by month and date, with the size of what they write. */
const occasions: Readonly<Record<string, { task: string; size: number }>> = {
  '1-4': { task: 'Winter sale', size: 0.7 },
  '2-13': { task: "Valentine's day", size: 0.6 },
  '3-7': { task: "Women's day", size: 0.9 },
  '4-10': { task: 'Spring news', size: 0.5 },
  '6-25': { task: 'Summer sale', size: 1 },
  '8-24': { task: 'Back to school', size: 0.8 },
  '10-28': { task: 'Autumn sale', size: 0.6 },
  '11-11': { task: 'Singles day', size: 0.9 },
  '12-10': { task: 'Christmas gifts', size: 0.8 },
  '12-18': { task: 'Last orders before Christmas', size: 0.7 },
  '12-29': { task: 'New year sale', size: 0.6 },
}

/** The campaigns of a local day: none on most of them, big ones when every shop writes. */
export function campaignsOf(seed: number, day: number, shares: Shares): Campaign[] {
  const random = randomOf(seed, day, 0x63616d70)
  const date = dateOf(day)
  const occasion = occasions[`${date.month}-${date.date}`] ?? blackFriday(date)
  const everyday = random() < chances[date.weekday]!
  const campaigns: Campaign[] = []
  if (everyday) campaigns.push(campaign(random, everydayTask(random, date, day), between(random, 0.2, 0.6), shares))
  if (occasion !== undefined) {
    campaigns.push(campaign(random, `${occasion.task} ${date.year}`, occasion.size * between(random, 0.8, 1.2), shares))
  }
  return campaigns
}

/** How much of a campaign goes out in a minute: most at its beginning. */
export function campaignWeight({ fromMinute, toMinute, size }: Campaign, minute: number): number {
  if (minute < fromMinute || minute >= toMinute) return 0
  const length = toMinute - fromMinute
  const done = (minute - fromMinute) / length
  return ((size * 1440) / length) * (Math.exp(-done) / (1 - Math.exp(-1)))
}

function campaign(random: Random, task: string, size: number, shares: Shares): Campaign {
  const channel = pick(random, shares).channel
  const usable = campaignTemplates.filter(({ channels }) => channels.includes(channel))
  const fromMinute = Math.floor(between(random, 9.5, 16) * 4) * 15
  const toMinute = fromMinute + Math.floor(between(random, 60, 240))
  const isStopped = random() < stoppedShare
  const stoppedFromMinute = isStopped ? fromMinute + (toMinute - fromMinute) * between(random, 0.2, 0.6) : Infinity
  return { task, template: pick(random, usable), channel, fromMinute, toMinute, size, stoppedFromMinute }
}

function everydayTask(random: Random, { year, month }: CalendarDate, day: number): string {
  const week = Math.ceil((day - Math.floor(Date.UTC(year, 0, 1) / 86_400_000) + 1) / 7)
  return pick(random, [
    { weight: 5, task: `Newsletter, week ${week} of ${year}` },
    { weight: 2, task: `Bonus points, ${year}-${String(month).padStart(2, '0')}` },
    { weight: 2, task: `New arrivals, week ${week} of ${year}` },
    { weight: 1, task: `We miss you, ${year}-${String(month).padStart(2, '0')}` },
  ]).task
}

/** The day after the fourth Thursday of November, and the Monday after it. */
function blackFriday({ month, date, weekday }: CalendarDate): { task: string; size: number } | undefined {
  if (month === 11 && weekday === 5 && date >= 23 && date <= 29) return { task: 'Black Friday', size: 1.8 }
  const isMonday = weekday === 1 && ((month === 11 && date >= 26) || (month === 12 && date <= 2))
  return isMonday ? { task: 'Cyber Monday', size: 1.1 } : undefined
}
