import { useEffect, useState } from 'react'

const typingMilliseconds = 300

/**
 * A text that is kept elsewhere, such as in the address, while it is typed: what was typed is told when the typing rests. A text that
 * comes from there, such as by the way back, takes the place of what was typed.
 */
export function useTyped(kept: string, onTyped: (text: string) => void): [string, (text: string) => void] {
  const [box, setBox] = useState({ typed: kept, sent: kept, seen: kept })
  if (box.seen !== kept) setBox(kept === box.sent ? { ...box, seen: kept } : { typed: kept, sent: kept, seen: kept })
  const { typed } = box
  useEffect(() => {
    if (typed === kept) return undefined
    const timer = setTimeout(() => {
      setBox((latest) => ({ ...latest, sent: typed }))
      onTyped(typed)
    }, typingMilliseconds)
    return () => clearTimeout(timer)
  })
  return [typed, (text) => setBox((latest) => ({ ...latest, typed: text }))]
}
