import { textElement } from './cells.ts'

/** Texts that stand in many cells: they are kept once in the file, as long as there is room for them. */
export type SharedTexts = {
  /** For each column, what a cell of a text is from its style on; undefined for a text that stands in its cell. */
  ofColumn: () => (text: string) => string | undefined
  xml: () => string
}

const textsMax = 20_000
/** What is longer is rarely the same twice. */
const lengthMax = 100
/** After so many texts of a column it is looked whether they repeat. */
const trial = 1000

export function createSharedTexts(): SharedTexts {
  const cells = new Map<string, string>()

  function keep(text: string): string | undefined {
    if (text.length > lengthMax || cells.size >= textsMax) return undefined
    const cell = `t="s"><v>${cells.size}</v></c>`
    cells.set(text, cell)
    return cell
  }

  return {
    ofColumn() {
      let [asked, found] = [0, 0]
      let isWorth = true
      return (text) => {
        if (!isWorth) return undefined
        const known = cells.get(text)
        if (known !== undefined) found++
        if (++asked === trial) {
          // Where texts hardly repeat they would only fill the room.
          isWorth = found > trial / 2
          asked = 0
          found = 0
        }
        return known ?? keep(text)
      }
    },
    xml() {
      const elements = [...cells.keys()].map((text) => `<si>${textElement(text)}</si>`)
      return `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${elements.join('')}</sst>`
    },
  }
}
