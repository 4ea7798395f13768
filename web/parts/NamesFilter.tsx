import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../asking/names.ts'
import { useWords } from '../use-view.ts'
import { allKey, ChoiceMenu, someKey, type FilterProps } from './ChoiceMenu.tsx'

/** A filter by what has names of the company's own: chats, operators. Where there are none, and none is chosen, it is not offered. */
export function NamesFilter({ name, chosen, onChange }: FilterProps) {
  const { t } = useTranslation()
  const { dimensionTitle } = useWords()
  const [sought, setSought] = useState('')
  const { names, nameOf, hasAny, isMore } = useNames(name, sought)
  if (!hasAny && chosen.length === 0) return null
  // An operator is one of several of a dialogue, so there is no list of what has none.
  const none = name === 'operator' || sought !== '' ? [] : [{ id: '', name: '' }]
  const choiceOf = (id: string, shown: string) => ({ word: id, title: id === '' ? t('names.none') : shown })
  return (
    <ChoiceMenu
      title={dimensionTitle(name)}
      all={t(allKey(name))}
      some={(count) => t(someKey(name), { count })}
      choices={[...names, ...none].map(({ id, name: shown }) => choiceOf(id, shown))}
      chosen={chosen.map((id) => choiceOf(id, nameOf(id)))}
      onChange={onChange}
      search={{ sought, onSeek: setSought, note: isMore ? t('names.more') : '' }}
    />
  )
}
