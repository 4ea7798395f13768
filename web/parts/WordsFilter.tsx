import { useTranslation } from 'react-i18next'
import { useWords } from '../use-view.ts'
import { allKey, ChoiceMenu, someKey, type FilterProps } from './ChoiceMenu.tsx'
import { Dot } from './Dot.tsx'

/** A filter by the words of a closed list: channels, messengers. */
export function WordsFilter({ name, chosen, onChange }: FilterProps) {
  const { t } = useTranslation()
  const { titleOf, dimensionTitle, orderOf } = useWords()
  const words = orderOf(name).map((word) => ({ word, title: titleOf(name, word), mark: <Dot word={word} /> }))
  return (
    <ChoiceMenu
      title={dimensionTitle(name)}
      all={t(allKey(name))}
      some={(count) => t(someKey(name), { count })}
      choices={words}
      chosen={words.filter(({ word }) => chosen.includes(word))}
      onChange={(kept) => onChange(words.map(({ word }) => word).filter((word) => kept.includes(word)))}
    />
  )
}
