// Sets theme and language before the first paint. It stands alone because the page allows no inline scripts.
;(function () {
  const root = document.documentElement
  let kept = {}
  try {
    kept = { theme: localStorage.getItem('talkmeter-theme'), language: localStorage.getItem('talkmeter-language') }
  } catch {
    // Storage can be forbidden; then the system decides.
  }
  const isDark = kept.theme === 'dark' || (kept.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light')
  if (kept.language === 'ru' || kept.language === 'en') root.lang = kept.language
})()
