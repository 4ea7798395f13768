/** The records of the crash test of rewriting: what each holds before and after, known from its number alone. */
export function originalPayload(number: number): Buffer {
  return Buffer.from(`record ${number} ${'as it was sent '.repeat(number % 90)}`)
}

export function changedPayload(number: number): Buffer {
  return Buffer.from(`record ${number} ${'changed '.repeat(number % 40)}`)
}

export function isToChange(number: number): boolean {
  return number % 3 !== 0
}
