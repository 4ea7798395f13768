const secondsOfDay = 86_400
const texts: (string | undefined)[] = []

/** A part of a day as Excel has it, from its point on: ".5" at noon. Numbers are slow to write, and days have few seconds. */
export function dayPart(second: number): string {
  return (texts[second] ??= (second / secondsOfDay)
    .toFixed(15)
    .slice(1)
    .replace(/\.?0+$/, ''))
}

const parts = 1e11
const milliseconds = 86_400_000
const half = 1e5

const timeTexts: (string | undefined)[] = []

/** A time of day as a part of the day, from its point on: so many digits tell milliseconds apart, and hardly more. */
export function timePart(time: number): string {
  if (time % 1000 !== 0) return partText(time)
  return (timeTexts[time / 1000] ??= partText(time))
}

/** In two halves, since only small numbers are quickly written. */
function partText(time: number): string {
  const part = Math.round((time * parts) / milliseconds)
  const upper = Math.floor(part / half)
  return `.${String(upper + 10 * half).slice(1)}${String(part - upper * half + half).slice(1)}`
}

const clocks: (string | undefined)[] = []

/** A second of the day as a clock shows it: "12:00:00". */
export function clockText(second: number): string {
  return (clocks[second] ??= new Date(second * 1000).toISOString().slice(11, 19))
}
