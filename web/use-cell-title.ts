import { useTranslation } from 'react-i18next'
import type { PanelAnswer, PanelEntry } from './asking/answers.ts'
import { useToldName } from './asking/names.ts'
import type { Selectors } from './asking/queries.ts'
import { dayTitle, stepTitle, stretchTitle } from './charts/stretches.ts'
import { coordinatesIn } from './map/place-words.ts'
import { useWords } from './use-view.ts'

type Shown = { entry: PanelEntry; answer: PanelAnswer | undefined }

/** How the place of a number within its panel is called: its day or time, the words that it is of, and which number it is. */
export function useCellTitle(): (shown: Shown, selectors: Selectors, zone: string) => string {
  const { t } = useTranslation()
  const { titleOf, measureTitle } = useWords()
  const toldName = useToldName()

  function wordTitle({ answer }: Shown, name: string, word: string): string {
    if (name === 'cell') {
      const [latitude, longitude] = word.split(',').map(Number)
      return coordinatesIn(t, { latitude: latitude!, longitude: longitude! })
    }
    const known = titleOf(name, word)
    if (known !== word) return known
    const row = answer?.ids?.indexOf(word) ?? -1
    const column = answer?.columns.findIndex((one) => one.name === name) ?? -1
    const told = row < 0 || column < 0 ? toldName(name, word) : String(answer!.rows[row]![column] ?? '')
    if (told !== undefined && told !== '') return told
    return word === '' ? t(name === 'evaluation' ? 'names.notEvaluated' : 'names.none') : word
  }

  return (shown, selectors, zone) => {
    const { entry, answer } = shown
    const { day, time, from, to, measure, without, ...words } = selectors
    const titles: string[] = []
    if (from !== undefined && to !== undefined) titles.push(stretchTitle({ from, to, zone }))
    if (day !== undefined) titles.push(answer === undefined ? day : dayTitle(day, answer.period))
    if (time !== undefined) {
      const positions = [...new Set(answer?.rows.map(([position]) => String(position)))]
      const at = positions.indexOf(time)
      titles.push(at < 0 ? stretchTitle({ from: time, to: time, zone }) : stepTitle(positions, at, answer!.period))
    }
    const order = [...entry.by, ...entry.filters]
    const own = Object.entries(words).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    titles.push(...own.map(([name, word]) => wordTitle(shown, name, word)))
    if (without !== undefined) titles.push(t('names.rest'))
    if (measure !== undefined && (measure !== entry.measures[0]?.name || titles.length === 0)) {
      titles.push(measureTitle(measure))
    }
    return titles.join(' · ')
  }
}
