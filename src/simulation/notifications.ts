import { busynessAt, busynessOfDay, growthOfDay, hoursOfDay } from './calendar.ts'
import { campaignsOf, campaignWeight } from './campaigns.ts'
import type { Campaign } from './campaigns.ts'
import { contactClient } from './contact.ts'
import type { Topic } from './contact.ts'
import { pick, randomOf } from './random.ts'
import type { Random } from './random.ts'
import { contactOddsOf, countriesOf } from './shares.ts'
import { campaignTemplates, templates } from './templates.ts'
import type { Contact, Traffic } from './traffic.ts'
import type { World } from './world.ts'

/** What makes one local day different from others. */
type Day = { busyness: number; growth: number; hours: readonly number[]; campaigns: readonly Campaign[] }

const minuteMilliseconds = 60_000
/** Most of a campaign goes its own way; the rest to clients who want to be written to elsewhere. */
const ownChannelShare = 0.6
/** Days are looked at in order, with a few days of late callbacks behind. */
const daysKept = 64

/** The messages that a company sends: everyday ones, and campaigns. */
export function notificationsOf(world: World): Traffic {
  const odds = contactOddsOf(world.shares)
  const days = new Map<number, Day>()

  function dayOf(day: number): Day {
    const known = days.get(day)
    if (known !== undefined) return known
    if (days.size >= daysKept) days.clear()
    const made = {
      busyness: busynessOfDay(world.seed, day),
      growth: growthOfDay(day),
      hours: hoursOfDay(day),
      campaigns: campaignsOf(world.seed, day, world.shares),
    }
    days.set(day, made)
    return made
  }

  function everydayWeight({ busyness, hours }: Day, minute: number): number {
    return busyness * busynessAt(hours, minute)
  }

  function campaignOf(random: Random, day: Day, minute: number): Campaign | undefined {
    const rows: { weight: number; campaign: Campaign | undefined }[] = day.campaigns.map((campaign) => ({
      weight: campaignWeight(campaign, minute) * day.growth,
      campaign,
    }))
    return pick(random, [{ weight: everydayWeight(day, minute), campaign: undefined }, ...rows]).campaign
  }

  function topicOf(random: Random, campaign: Campaign | undefined): Topic {
    const channel =
      campaign !== undefined && random() < ownChannelShare ? campaign.channel : pick(random, odds.first).channel
    const usable = (campaign === undefined ? templates : campaignTemplates).filter(({ channels }) =>
      channels.includes(channel),
    )
    const template =
      campaign !== undefined && usable.includes(campaign.template) ? campaign.template : pick(random, usable)
    return { channel, template, task: campaign?.task ?? template.task, country: pick(random, countriesOf(channel)) }
  }

  return {
    luck: world.luck,
    messagesPerContact: odds.messagesPerContact,
    weightIn(minute) {
      const local = world.clock(minute * minuteMilliseconds)
      const day = dayOf(local.day)
      const everyday = everydayWeight(day, local.minute)
      return day.campaigns.reduce(
        (sum, campaign) => sum + campaignWeight(campaign, local.minute) * day.growth,
        everyday,
      )
    },
    contactAt(minute, index): Contact {
      const random = randomOf(world.luck, minute, index)
      const startsAt = minute * minuteMilliseconds + Math.floor(random() * minuteMilliseconds)
      const local = world.clock(startsAt)
      const campaign = campaignOf(random, dayOf(local.day), local.minute)
      const topic = topicOf(random, campaign)
      const isStopped = campaign !== undefined && local.minute >= campaign.stoppedFromMinute
      const name = `${world.name}-${minute.toString(36)}-${index.toString(36)}`
      return {
        startsAt,
        arrivals: contactClient(random, world.seed, { name, startsAt, topic, isStopped }, odds.cascadeShare),
      }
    },
  }
}
