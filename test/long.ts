/**
 * Whether there is time: with TALKMETER_TEST_LONG what is tried at random is tried far more often. Without it as often as finds
 * what breaks often; each run of the suite tries something else.
 */
export const isLong: boolean = process.env['TALKMETER_TEST_LONG'] !== undefined

/** Some of what there is to try, chosen at random in each run of the suite; all of it where there is time. */
export function sampled<Value>(all: readonly Value[], many: number): readonly Value[] {
  if (isLong) return all
  const left = [...all]
  return Array.from({ length: Math.min(many, all.length) }, () => {
    const [one] = left.splice(Math.floor(Math.random() * left.length), 1)
    return one!
  })
}
