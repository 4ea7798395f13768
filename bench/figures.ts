/** Times of some runs, in milliseconds. */
export type Figures = { median: number; p95: number; min: number; max: number; runs: number }

export function figuresOf(times: readonly number[]): Figures {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!
  return { median: at(0.5), p95: at(0.95), min: sorted[0]!, max: sorted.at(-1)!, runs: sorted.length }
}

/** Runs `work` once and tells how many milliseconds it took. */
export async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; milliseconds: number }> {
  const startedAt = performance.now()
  const result = await work()
  return { result, milliseconds: performance.now() - startedAt }
}

/** A number with three digits that count: `1,480`, `23.4`, `0.52`. */
export function short(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: Math.max(3, Math.trunc(Math.log10(value + 1)) + 1) })
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
