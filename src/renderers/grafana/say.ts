import type { Text } from '../../measures/text.ts'
import type { Language } from './flat-rows.ts'

/** Where and how dashboards are shown. */
export type Showing = {
  language: Language
  /** The zone of days, as long as nobody chooses another. */
  zone: string
  /** Where people open our pages. */
  publicUrl: string
  /** Where Grafana's server reaches us, if not there. */
  serverUrl?: string | undefined
}

/** Says texts in the language of a dashboard, and knows where its links lead to. */
export type Say = ((text: Text) => string) & Pick<Showing, 'publicUrl' | 'language'>

export function sayIn({ language, publicUrl }: Pick<Showing, 'publicUrl' | 'language'>): Say {
  return Object.assign((text: Text) => text[language], { language, publicUrl })
}
