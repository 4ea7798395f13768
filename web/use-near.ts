import { useEffect, useState, type RefObject } from 'react'

/** After so long it is time for what nobody came near to: whoever gets there then, or takes a picture of the whole page, finds it. */
const restMilliseconds = 1000

/** Whether it is the turn of a place: at once where it is within half a screen of what is seen, else a little later. */
export function useNear(place: RefObject<Element | null>): boolean {
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    if (isNear) return undefined
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true)
      },
      { rootMargin: '50% 0px' },
    )
    watcher.observe(place.current!)
    const rest = setTimeout(() => setNear(true), restMilliseconds)
    return () => {
      watcher.disconnect()
      clearTimeout(rest)
    }
  }, [place, isNear])
  return isNear
}
