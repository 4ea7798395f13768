/** A path of this installation that a browser may be sent to; `/` for everything that could lead to another site. */
export function pathOfOurs(wanted: string | undefined): string {
  if (wanted === undefined || !wanted.startsWith('/')) return '/'
  const here = 'http://talkmeter.invalid'
  // A browser reads "//host", "/\\host" and "/<tab>/host" as another site; so does this parser.
  const url = URL.parse(wanted, here)
  return url === null || url.origin !== here ? '/' : `${url.pathname}${url.search}${url.hash}`
}
