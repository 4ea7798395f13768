import { useEffect, useState, type RefObject } from 'react'

/** Whether a place has come within half a screen of what is seen; it stays so from then on. */
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
    return () => watcher.disconnect()
  }, [place, isNear])
  return isNear
}
