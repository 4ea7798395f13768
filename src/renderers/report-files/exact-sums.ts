/** Texts of this many characters hold a whole number that a float keeps exactly, whatever its sign and point. */
const shortLength = 14
/** No decimal of a report has more digits after its point. */
export const placesOfAll = 12
/** Below it one more short number cannot make a float inexact. */
const roomOfFloat = 2 ** 52

/** Adds decimal texts, as many as there are, to the last digit. */
export type ExactSum = {
  add: (decimal: string) => void
  /** With this many digits after the point, or more if it takes more to be exact. */
  total: (placesMin: number) => string
}

/** An exact sum: short numbers are added as whole floats by their number of decimal places, which is quick, and others as whole numbers. */
export function exactSum(): ExactSum {
  const short = new Float64Array(placesOfAll + 1)
  let long = 0n

  function carry(places: number): void {
    long += BigInt(short[places]!) * 10n ** BigInt(placesOfAll - places)
    short[places] = 0
  }

  return {
    add(decimal) {
      const point = decimal.indexOf('.')
      const places = point < 0 ? 0 : decimal.length - point - 1
      const digits = point < 0 ? decimal : decimal.slice(0, point) + decimal.slice(point + 1)
      if (decimal.length > shortLength) {
        long += BigInt(digits) * 10n ** BigInt(placesOfAll - places)
      } else {
        short[places]! += Number(digits)
        if (Math.abs(short[places]!) > roomOfFloat) carry(places)
      }
    },
    total(placesMin) {
      for (let places = 0; places <= placesOfAll; places++) carry(places)
      return decimalText(long, placesMin)
    },
  }
}

function decimalText(sum: bigint, placesMin: number): string {
  const digits = String(sum < 0n ? -sum : sum).padStart(placesOfAll + 1, '0')
  const fraction = digits.slice(-placesOfAll).replace(/0+$/, '').padEnd(placesMin, '0')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -placesOfAll)}${fraction === '' ? '' : `.${fraction}`}`
}
