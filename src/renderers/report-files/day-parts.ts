const secondsOfDay = 86_400
const texts: (string | undefined)[] = []

/** A part of a day as Excel has it, from its point on: ".5" at noon. Numbers are slow to write, and days have few seconds. */
export function dayPart(second: number): string {
  return (texts[second] ??= (second / secondsOfDay)
    .toFixed(15)
    .slice(1)
    .replace(/\.?0+$/, ''))
}

const clocks: (string | undefined)[] = []

/** A second of the day as a clock shows it: "12:00:00". */
export function clockText(second: number): string {
  return (clocks[second] ??= new Date(second * 1000).toISOString().slice(11, 19))
}
