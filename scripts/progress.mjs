/** Lines that say what is being done and how long it took, and the one way to stop with a sentence. */

/** Runs `work` between a line that names it and a line that says how long it took. */
export async function step(title, work) {
  const startedAt = performance.now()
  process.stderr.write(`▸ ${title} …\n`)
  const result = await work()
  process.stderr.write(`✓ ${title} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`)
  return result
}

/** A sentence for the person who started us; the program ends with exit code 1. */
export class Stop extends Error {}

/** Runs the main function of a script; a `Stop` is printed as its sentence only, anything else with its stack. */
export async function runScript(main) {
  try {
    await main()
  } catch (error) {
    process.stderr.write(error instanceof Stop ? `\n✗ ${error.message}\n` : `\n✗ ${error?.stack ?? error}\n`)
    process.exitCode = 1
  }
}
