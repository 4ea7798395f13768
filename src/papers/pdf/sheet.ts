import { fontSet } from './font-set.ts'
import type { FontSet } from './font-set.ts'
import { blankPage, linesOf, pageHeight, pageWidth } from './page.ts'
import type { Page, TextStyle } from './page.ts'

export const left = 48
export const right = pageWidth - 48
export const width = right - left
const top = 48
const bottom = pageHeight - 62

/** Paper that is written from above to below; where a page is full, another begins. */
export type Sheet = {
  fonts: FontSet
  pages: readonly Page[]
  page: () => Page
  /** Where writing goes on, from above. */
  y: number
  newPage: () => void
  /** Begins another page where there is no room for so much; true if it did. */
  needs: (height: number) => boolean
  /** A text over any number of lines and pages. */
  paragraph: (text: string, x: number, most: number, style: TextStyle, leading: number) => void
}

export function blankSheet(): Sheet {
  const fonts = fontSet()
  const pages: Page[] = [blankPage(fonts)]
  const sheet: Sheet = {
    fonts,
    pages,
    y: top,
    page: () => pages.at(-1)!,
    newPage: () => {
      pages.push(blankPage(fonts))
      sheet.y = top
    },
    needs: (height) => {
      if (sheet.y + height <= bottom || sheet.y === top) return false
      sheet.newPage()
      return true
    },
    paragraph: (text, x, most, style, leading) => {
      for (const line of linesOf(text, most, style)) {
        sheet.needs(leading)
        sheet.page().text(line, x, sheet.y + style.size, style)
        sheet.y += leading
      }
    },
  }
  return sheet
}
