import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'

/** The way back to the list. */
export type Back = { label: string; onBack: () => void }

/** Above what a row of a list opened to: the way back where there is one, and what it is. */
export function HistoryHead({ title, back }: { title: string; back: Back | undefined }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <>
      {back === undefined ? null : (
        <Button size="xs" variant="default" leftSection={<IconArrowLeft size={15} aria-hidden />} onClick={back.onBack}>
          {back.label}
        </Button>
      )}
      <h3 className="history-title" ref={heading} tabIndex={-1}>
        <bdi>{title}</bdi>
      </h3>
    </>
  )
}
