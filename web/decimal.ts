const places = 6

/** The exact sum of decimal texts with at most six digits after the point; never goes through a float. */
export function added(amounts: readonly string[]): string {
  const sum = amounts.reduce((all, amount) => all + millionthsOf(amount), 0n)
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

function millionthsOf(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.')
  const millionths = BigInt(whole + fraction.padEnd(places, '0'))
  return amount.startsWith('-') ? -millionths : millionths
}
