import type { Named } from './simulated-event.ts'
import { trunks } from './trunks.ts'
import type { Trunk } from './trunks.ts'

/** How a robot's conversation ends: in the word of its evaluation, and after about how many seconds. */
export type RobotEnd = { evaluation: string; weight: number; medianSeconds: number; spread: number }

/** A script of a robot on the phone. */
export type PhoneRobot = {
  bot: Named
  ends: readonly RobotEnd[]
  /** Its conversations are listened to afterwards: what came of them is told later. */
  isJudgedLater: boolean
}

/** The company's own word beside those that everybody knows. */
export const callBack = 'call-back'

type Weights = { goal: number; refused: number; transferred: number; lost: number; hungUp: number; later: number }

export const robots = {
  debts: robot('debts', 'Debts, first reminder', 38, {
    goal: 24,
    refused: 20,
    transferred: 12,
    lost: 8,
    hungUp: 26,
    later: 10,
  }),
  debtsRussian: robot('debts-ru', 'Задолженность, первое напоминание', 42, {
    goal: 22,
    refused: 22,
    transferred: 9,
    lost: 11,
    hungUp: 28,
    later: 8,
  }),
  survey: robot('survey', 'How was it? Three questions', 64, {
    goal: 30,
    refused: 28,
    transferred: 2,
    lost: 9,
    hungUp: 27,
    later: 4,
  }),
  warranty: robot('warranty', 'Warranty, renewal', 85, {
    goal: 13,
    refused: 38,
    transferred: 11,
    lost: 7,
    hungUp: 25,
    later: 6,
  }),
  delivery: robot('delivery', 'Delivery, agreeing on a time', 48, {
    goal: 58,
    refused: 6,
    transferred: 12,
    lost: 9,
    hungUp: 8,
    later: 7,
  }),
  reception: robot('reception', 'Reception', 55, {
    goal: 30,
    refused: 3,
    transferred: 44,
    lost: 9,
    hungUp: 14,
    later: 0,
  }),
} as const satisfies Record<string, PhoneRobot>

/** What is dialled in bursts: with which script, by which trunk. */
export const dialled: readonly { robot: PhoneRobot; trunk: Trunk; weight: number }[] = [
  { robot: robots.debtsRussian, trunk: trunks.almaty, weight: 5 },
  { robot: { ...robots.survey, isJudgedLater: true }, trunk: trunks.almaty, weight: 3 },
  { robot: robots.debts, trunk: trunks.sofia, weight: 4 },
  { robot: robots.warranty, trunk: trunks.sofia, weight: 2 },
  { robot: robots.warranty, trunk: trunks.paris, weight: 3 },
  { robot: { ...robots.survey, isJudgedLater: true }, trunk: trunks.frankfurt, weight: 2 },
]

/** @param seconds about how long it takes to come to the goal */
function robot(id: string, name: string, seconds: number, weights: Weights): PhoneRobot {
  return {
    bot: { id, name },
    isJudgedLater: false,
    ends: [
      { evaluation: 'goal-reached', weight: weights.goal, medianSeconds: seconds, spread: 0.4 },
      { evaluation: 'refused', weight: weights.refused, medianSeconds: seconds * 0.5, spread: 0.5 },
      { evaluation: 'transferred', weight: weights.transferred, medianSeconds: 28, spread: 0.5 },
      { evaluation: 'not-understood', weight: weights.lost, medianSeconds: 36, spread: 0.6 },
      { evaluation: 'hung-up', weight: weights.hungUp, medianSeconds: 7, spread: 0.7 },
      { evaluation: callBack, weight: weights.later, medianSeconds: 19, spread: 0.4 },
    ],
  }
}
