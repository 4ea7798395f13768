type Size = { width: number; height: number }

/** How wide cards are together on a sheet of A4 with its margins, in pixels: nobody says what a browser prints on before it does. */
const rows = { portrait: 732, landscape: 1061 } as const
/** What of that is not the plot's: the gap between cards, and the edges of its own. */
const edges = 48
/** Where a legend stands beside it, as in print.css. */
const donut = { share: 0.45, width: 240 }
const heightMax = 190

/**
 * The size of a plot on paper, so that its words are as large as those around it, whatever it is on the screen.
 * @param height of one that is as high as it has rows
 */
export function paperSize(
  place: Element,
  seen: Size,
  sheet: 'portrait' | 'landscape',
  height: number | undefined,
): Size {
  const card = place.closest('.card')
  const share = card === null ? 1 : Number(getComputedStyle(card).getPropertyValue(`--${sheet}`)) || 1
  const inner = Math.round(rows[sheet] * share - edges)
  if (place.closest('.card-plot-donut') === null)
    return { width: inner, height: height ?? Math.min(seen.height, heightMax) }
  const width = Math.round(Math.min(inner * donut.share, donut.width))
  return { width, height: Math.min(seen.height, Math.round(width * 1.1)) }
}
