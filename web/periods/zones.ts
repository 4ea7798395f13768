/** The zones to choose from: those given first, then the browser's own and UTC, then every zone there is. */
export function zonesWith(first: readonly string[]): string[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  return [...new Set([...first, own, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
}
