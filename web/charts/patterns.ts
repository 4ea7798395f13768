import { frameColor, rankWord, type Scheme } from './palette.ts'

/** How a word is hatched for people to whom colours look alike: lines at an angle, or dots; `none` is the plain colour. */
type Pattern = { kind: 'none' } | { kind: 'lines'; degrees: number; width: number } | { kind: 'dots'; radius: number }

const plain: Pattern = { kind: 'none' }
const rising: Pattern = { kind: 'lines', degrees: -45, width: 1.5 }
const falling: Pattern = { kind: 'lines', degrees: 45, width: 1.5 }
const level: Pattern = { kind: 'lines', degrees: 0, width: 1.5 }
const upright: Pattern = { kind: 'lines', degrees: 90, width: 1.5 }
const bold: Pattern = { kind: 'lines', degrees: 45, width: 2.5 }
const dotted: Pattern = { kind: 'dots', radius: 1.2 }

const words: Readonly<Record<string, Pattern>> = {
  sms: plain,
  viber: rising,
  email: dotted,
  whatsapp: level,
  push: falling,
  delivered: plain,
  pending: rising,
  created: dotted,
  'created-optional': level,
  delayed: falling,
  undelivered: upright,
  error: bold,
  canceled: level,
  'omitted-optional': dotted,
  waiting: rising,
  'not-delivered': upright,
  'not-sent': level,
  web: plain,
  telegram: rising,
  facebook: dotted,
  alice: falling,
  yandex: upright,
  vkontakte: level,
  skype: bold,
  slack: rising,
  wechat: dotted,
  snapchat: level,
  line: falling,
  chat: upright,
  dialogue: bold,
  call: rising,
  unknown: plain,
  'in-progress': rising,
  answered: plain,
  machine: dotted,
  busy: falling,
  'no-answer': level,
  congestion: upright,
  failed: bold,
  inbound: plain,
  outbound: rising,
  internal: dotted,
  '0-10s': plain,
  '10-30s': rising,
  '30-60s': dotted,
  '1-3min': level,
  '3-10min': falling,
  'over-10min': upright,
  'not-answered': bold,
  ...Object.fromEntries(
    [plain, rising, dotted, level, falling, upright, bold, dotted].map((pattern, at) => [rankWord(at), pattern]),
  ),
}

export const noHatch = { backgroundImage: 'none', backgroundSize: 'auto' }

/** Pixels from one line or dot to the next. */
const step = 5

/** The pattern of a word for the chart library, where null is the plain colour. */
export function decalOf(word: string, scheme: Scheme) {
  const pattern = words[word] ?? plain
  if (pattern.kind === 'none') return null
  const color = frameColor('card', scheme)
  if (pattern.kind === 'dots')
    return {
      symbol: 'circle',
      symbolSize: (pattern.radius * 2) / step,
      color,
      dashArrayX: [step, 0],
      dashArrayY: [step, 0],
    }
  return {
    symbol: 'rect',
    color,
    dashArrayX: [1, 0],
    dashArrayY: [pattern.width, step - pattern.width],
    rotation: (pattern.degrees * Math.PI) / 180,
  }
}

/** The same pattern over a mark of a legend, as styles. */
export function hatchOf(word: string, scheme: Scheme): { backgroundImage: string; backgroundSize: string } {
  const pattern = words[word] ?? plain
  if (pattern.kind === 'none') return noHatch
  const color = frameColor('card', scheme)
  if (pattern.kind === 'dots') {
    const image = `radial-gradient(${color} ${pattern.radius}px, transparent ${pattern.radius + 0.3}px)`
    return { backgroundImage: image, backgroundSize: `${step}px ${step}px` }
  }
  // A gradient runs across its lines.
  const across = pattern.degrees + 180
  const image = `repeating-linear-gradient(${across}deg, ${color} 0 ${pattern.width}px, transparent 0 ${step}px)`
  return { ...noHatch, backgroundImage: image }
}

/** Draws the same pattern over a square of a picture. */
export function hatch(pen: CanvasRenderingContext2D, word: string, scheme: Scheme, square: Square): void {
  const pattern = words[word] ?? plain
  if (pattern.kind === 'none') return
  const { x, y, size } = square
  pen.save()
  pen.beginPath()
  pen.rect(x, y, size, size)
  pen.clip()
  pen.translate(x + size / 2, y + size / 2)
  pen.fillStyle = frameColor('card', scheme)
  if (pattern.kind === 'lines') pen.rotate((pattern.degrees * Math.PI) / 180)
  for (let across = -size; across <= size; across += step) {
    if (pattern.kind === 'lines') pen.fillRect(-size, across, size * 2, pattern.width)
    for (let along = -size; pattern.kind === 'dots' && along <= size; along += step) {
      pen.fillRect(along - pattern.radius, across - pattern.radius, pattern.radius * 2, pattern.radius * 2)
    }
  }
  pen.restore()
}

type Square = { x: number; y: number; size: number }
