import { useEffect, useRef, useState } from 'react'

const shownMilliseconds = 4000

/** Says something for a few seconds, such as that a link was copied; empty while there is nothing to say. */
export function useSaid(): [said: string, say: (text: string) => void] {
  const [said, setSaid] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const say = (text: string) => {
    setSaid(text)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setSaid(''), shownMilliseconds)
  }
  return [said, say]
}
