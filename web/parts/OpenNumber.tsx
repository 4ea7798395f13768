import type { ReactNode } from 'react'

type OpenNumberProps = { onOpen: (() => void) | undefined; className?: string; children: ReactNode }

/** A number that opens what is behind it; where nothing can be opened, the number alone. */
export function OpenNumber({ onOpen, className, children }: OpenNumberProps) {
  if (onOpen === undefined) return <span className={className}>{children}</span>
  return (
    <button type="button" className={className} onClick={onOpen}>
      {children}
    </button>
  )
}
