import type { Channel, Receipt } from '../events/vocabulary.ts'
import type { Country } from './destinations.ts'
import type { Category } from './templates.ts'

/** How a message ends that does not arrive, in the gateway's own words. */
export type Failure = {
  status: 'undelivered' | 'error'
  providerStatus: string
  reason: string
  weight: number
  /** `at-once`: the gateway never took it; `soon`: within seconds or minutes; `expired`: after a day or two of trying. */
  heard: 'at-once' | 'soon' | 'expired'
}

export type ReceiptHabit = {
  word: Receipt
  providerStatus: string
  share: number
  medianSeconds: number
  spread: number
  categories: readonly Category[]
}

/** Somebody who carries the company's messages, and the words of their callbacks. */
export type Gateway = {
  name: string
  channel: Channel
  /** How much of a channel's traffic to a country goes this way. */
  shareOf: (country: Country) => number
  /** Who hands a message over to this gateway: what it answers then, and what it says of a delivery. */
  pending: string
  delivered: string
  medianSeconds: number
  spread: number
  /** The share of recipients whose phone is off: the message comes hours later. */
  offlineShare: number
  /** The share of messages of which nothing final is ever heard. */
  silentShare: number
  /** How often its callbacks come late, 1 for a common gateway. */
  lateness: number
  failures: readonly Failure[]
  /** What it says while it has an outage. */
  outageFailures: readonly Failure[]
  receipts: readonly ReceiptHabit[]
}

const everything: readonly Category[] = ['authentication', 'utility', 'marketing']
const all = () => 1

export const gateways: readonly Gateway[] = [
  {
    name: 'infobip',
    channel: 'sms',
    shareOf: ({ twilioShare, directShare }) => 1 - twilioShare - directShare,
    pending: 'PENDING_ENROUTE',
    delivered: 'DELIVERED_TO_HANDSET',
    medianSeconds: 5,
    spread: 0.9,
    offlineShare: 0.05,
    silentShare: 0.003,
    lateness: 1,
    failures: [
      undelivered('UNDELIVERABLE_NOT_DELIVERED', 'EC_ABSENT_SUBSCRIBER', 34, 'soon'),
      undelivered('UNDELIVERABLE_NOT_DELIVERED', 'EC_UNKNOWN_SUBSCRIBER', 22, 'soon'),
      undelivered('UNDELIVERABLE_REJECTED_OPERATOR', 'EC_CALL_BARRED', 9, 'soon'),
      undelivered('EXPIRED_EXPIRED', 'EC_ABSENT_SUBSCRIBER', 20, 'expired'),
      undelivered('EXPIRED_DLR_UNKNOWN', 'EC_UNKNOWN_ERROR', 5, 'expired'),
      error('REJECTED_DESTINATION', 'The prefix belongs to no operator', 7),
      error('REJECTED_FLOODING_FILTER', 'More than 6 equal messages in an hour', 3),
    ],
    outageFailures: [
      error('REJECTED_SYSTEM_ERROR', 'HTTP 503 Service Unavailable', 5),
      error('REJECTED_ROUTE_NOT_AVAILABLE', 'No route to this network', 3),
      undelivered('UNDELIVERABLE_REJECTED_OPERATOR', 'EC_SYSTEM_FAILURE', 4, 'soon'),
    ],
    receipts: [],
  },
  {
    name: 'direct-smpp',
    channel: 'sms',
    shareOf: ({ directShare }) => directShare,
    pending: 'ACCEPTD',
    delivered: 'DELIVRD err:000',
    medianSeconds: 8,
    spread: 1.1,
    offlineShare: 0.06,
    silentShare: 0.012,
    // A carrier's receipts come in heaps when its queue is full.
    lateness: 3,
    failures: [
      undelivered('UNDELIV err:001', 'Absent subscriber', 30, 'soon'),
      undelivered('UNDELIV err:005', 'Unknown subscriber', 24, 'soon'),
      undelivered('UNDELIV err:002', 'Handset memory capacity exceeded', 6, 'soon'),
      undelivered('EXPIRED err:001', 'Absent subscriber', 26, 'expired'),
      undelivered('UNKNOWN err:012', 'System failure', 4, 'expired'),
      error('REJECTD err:009', 'Call barred by the operator', 7),
    ],
    outageFailures: [
      error('submit_sm_resp 0x00000058', 'ESME_RTHROTTLED', 4),
      error('submit_sm_resp 0x00000008', 'ESME_RSYSERR', 4),
      undelivered('UNDELIV err:012', 'System failure', 4, 'soon'),
    ],
    receipts: [],
  },
  {
    name: 'twilio',
    channel: 'sms',
    shareOf: ({ twilioShare }) => twilioShare,
    pending: 'sent',
    delivered: 'delivered',
    medianSeconds: 3,
    spread: 0.8,
    offlineShare: 0.03,
    silentShare: 0.004,
    lateness: 0.6,
    failures: [
      undelivered('undelivered', '30003 Unreachable destination handset', 36, 'soon'),
      undelivered('undelivered', '30005 Unknown destination handset', 20, 'soon'),
      undelivered('undelivered', '30006 Landline or unreachable carrier', 14, 'soon'),
      undelivered('undelivered', '30007 Message filtered', 16, 'soon'),
      error('failed', '30004 Message blocked', 5),
    ],
    outageFailures: [
      error('failed', '30001 Queue overflow', 4),
      undelivered('undelivered', '30008 Unknown error', 6, 'soon'),
    ],
    receipts: [],
  },
  {
    name: '8x8',
    channel: 'viber',
    shareOf: all,
    pending: 'sent',
    delivered: 'delivered_to_recipient',
    medianSeconds: 3,
    spread: 1.1,
    offlineShare: 0.07,
    silentShare: 0.006,
    lateness: 1.2,
    failures: [
      undelivered('undelivered', '1 AbsentSubscriber', 62, 'soon'),
      undelivered('undelivered', '25 Operation Aborted By Receiving Network Or User', 9, 'soon'),
      undelivered('undelivered', '9 EquipmentProtocolError', 5, 'soon'),
      undelivered('undelivered', '36 Expired', 20, 'expired'),
      error('undelivered', '15 InvalidDestination', 4),
    ],
    outageFailures: [
      error('undelivered', '14 InternalError', 5),
      error('undelivered', '23 ConnectionError', 4),
      undelivered('undelivered', '41 SmscReject', 2, 'soon'),
    ],
    receipts: [
      { word: 'seen', providerStatus: 'read', share: 0.64, medianSeconds: 240, spread: 1.9, categories: everything },
      {
        word: 'clicked',
        providerStatus: 'clicked',
        share: 0.05,
        medianSeconds: 420,
        spread: 1.6,
        categories: ['marketing'],
      },
    ],
  },
  {
    name: 'whatsapp-cloud',
    channel: 'whatsapp',
    shareOf: all,
    pending: 'sent',
    delivered: 'delivered',
    medianSeconds: 2,
    spread: 1.1,
    offlineShare: 0.06,
    silentShare: 0.008,
    lateness: 0.8,
    failures: [
      undelivered('failed', '131026 Message undeliverable', 60, 'soon'),
      undelivered(
        'failed',
        '131049 This message was not delivered to maintain healthy ecosystem engagement',
        18,
        'soon',
      ),
      undelivered('failed', '131050 User has stopped receiving marketing messages', 6, 'soon'),
      error('failed', '132001 Template name does not exist in the translation', 5),
      error('failed', '131056 Pair rate limit hit', 4),
    ],
    outageFailures: [error('failed', '131000 Something went wrong', 6), error('failed', '130429 Rate limit hit', 3)],
    receipts: [
      { word: 'read', providerStatus: 'read', share: 0.74, medianSeconds: 150, spread: 1.9, categories: everything },
    ],
  },
  {
    name: 'amazon-ses',
    channel: 'email',
    shareOf: () => 0.65,
    pending: 'Send',
    delivered: 'Delivery',
    medianSeconds: 2.5,
    spread: 0.9,
    offlineShare: 0.015,
    silentShare: 0.004,
    lateness: 0.7,
    failures: [
      undelivered('Bounce', 'Permanent/General: 550 5.1.1 user unknown', 46, 'soon'),
      undelivered('Bounce', 'Permanent/Suppressed', 16, 'soon'),
      undelivered('Bounce', 'Transient/MailboxFull: 552 5.2.2', 22, 'expired'),
      error('Rendering Failure', 'Attribute "name" is not present in the rendering data', 4),
    ],
    outageFailures: [
      error('Reject', '454 Throttling failure', 4),
      undelivered('Bounce', 'Transient/General: 421 4.4.2 Connection timed out', 5, 'soon'),
    ],
    receipts: mailReceipts('Open', 'Click'),
  },
  {
    name: 'sendgrid',
    channel: 'email',
    shareOf: () => 0.35,
    pending: 'processed',
    delivered: 'delivered',
    medianSeconds: 3,
    spread: 0.9,
    offlineShare: 0.015,
    silentShare: 0.003,
    lateness: 0.7,
    failures: [
      undelivered('bounce', '550 5.1.1 The email account that you tried to reach does not exist', 50, 'soon'),
      undelivered('blocked', '554 5.7.1 Service unavailable; client host blocked', 20, 'soon'),
      undelivered('bounce', '552 5.2.2 Mailbox full', 14, 'expired'),
      error('dropped', 'Bounced Address', 16),
    ],
    outageFailures: [
      error('dropped', '503 Service Unavailable', 4),
      undelivered('blocked', '421 4.7.0 Try again later', 5, 'soon'),
    ],
    receipts: mailReceipts('open', 'click'),
  },
  {
    name: 'firebase',
    channel: 'push',
    shareOf: () => 0.6,
    pending: 'accepted',
    delivered: 'delivered',
    medianSeconds: 1.5,
    spread: 1.2,
    offlineShare: 0.12,
    silentShare: 0.02,
    lateness: 1.5,
    failures: [
      undelivered('UNREGISTERED', 'The app was removed from the device', 70, 'soon'),
      undelivered('expired', 'Not delivered within its time to live', 20, 'expired'),
      error('INVALID_ARGUMENT', 'The registration token is not valid', 6),
    ],
    outageFailures: [
      error('UNAVAILABLE', 'HTTP 503: the server is overloaded', 5),
      error('INTERNAL', 'HTTP 500: an unknown internal error', 3),
    ],
    receipts: pushReceipts('opened'),
  },
  {
    name: 'onesignal',
    channel: 'push',
    shareOf: () => 0.4,
    pending: 'message.push.sent',
    delivered: 'message.push.received',
    medianSeconds: 2,
    spread: 1.2,
    offlineShare: 0.1,
    silentShare: 0.015,
    lateness: 1,
    failures: [
      undelivered('message.push.unsubscribed', 'The device does not take messages any more', 60, 'soon'),
      undelivered('message.push.failed', 'BadDeviceToken', 20, 'soon'),
      error('message.push.failed', 'TopicDisallowed', 4),
    ],
    outageFailures: [error('message.push.failed', 'ServiceUnavailable', 5)],
    receipts: pushReceipts('message.push.clicked'),
  },
]

function mailReceipts(open: string, click: string): ReceiptHabit[] {
  const opened = { word: 'opened', providerStatus: open, spread: 1.7 } as const
  return [
    { ...opened, share: 0.56, medianSeconds: 1500, categories: ['authentication', 'utility'] },
    { ...opened, share: 0.27, medianSeconds: 5400, categories: ['marketing'] },
    {
      word: 'clicked',
      providerStatus: click,
      share: 0.04,
      medianSeconds: 6000,
      spread: 1.5,
      categories: ['marketing'],
    },
  ]
}

function pushReceipts(providerStatus: string): ReceiptHabit[] {
  return [{ word: 'clicked', providerStatus, share: 0.08, medianSeconds: 300, spread: 1.8, categories: everything }]
}

function undelivered(providerStatus: string, reason: string, weight: number, heard: 'soon' | 'expired'): Failure {
  return { status: 'undelivered', providerStatus, reason, weight, heard }
}

function error(providerStatus: string, reason: string, weight: number): Failure {
  return { status: 'error', providerStatus, reason, weight, heard: 'at-once' }
}
