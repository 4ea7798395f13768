/** The first that fits is the browser: most of them claim to be others, too. */
const browsers: readonly [RegExp, string][] = [
  [/\bEdgA?(iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bYaBrowser\//, 'Yandex Browser'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/\S+ .*Safari\//, 'Safari'],
]

const systems: readonly [RegExp, string][] = [
  [/\biPad\b/, 'iPad'],
  [/\biPhone\b/, 'iPhone'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/** What a user agent says of the device, as people call it; what is no browser is called by its own first word. */
export function deviceOf(userAgent: string): { browser: string; system: string | undefined } {
  const find = (words: readonly [RegExp, string][]) => words.find(([mark]) => mark.test(userAgent))?.[1]
  return { browser: find(browsers) ?? /^[^\s/]*/.exec(userAgent)![0].slice(0, 40), system: find(systems) }
}
