/** The table of a roll-up: it holds the buckets of all lengths, each told by `bucket_seconds`. */
export function rolledUp(name: string): string {
  return `${name}_rolled_up`
}
