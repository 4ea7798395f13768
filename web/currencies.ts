/** Written by most who choose, so that they need not search. */
const first = ['EUR', 'USD', 'GBP', 'RUB']

/** The currencies to choose from, with their names in the language of the page. */
export function currencies(language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([language], { type: 'currency' })
  return [...new Set([...first, ...Intl.supportedValuesOf('currency')])].map((code) => {
    const name = names.of(code) ?? code
    return { value: code, label: name === code ? code : `${code} · ${name}` }
  })
}
