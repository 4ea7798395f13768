import type { ReactNode } from 'react'

type OpenNumberProps = {
  onOpen: (() => void) | undefined
  className?: string
  /** What opens, in words, where the number alone does not say it. */
  label?: string
  children: ReactNode
}

/** A number that opens what is behind it; where nothing can be opened, the number alone. */
export function OpenNumber({ onOpen, className, label, children }: OpenNumberProps) {
  if (onOpen === undefined) return <span className={className}>{children}</span>
  return (
    <button type="button" className={className} aria-label={label} onClick={onOpen}>
      {children}
    </button>
  )
}
