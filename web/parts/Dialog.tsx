import { Modal } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type DialogProps = {
  title: string
  onClose: () => void
  /** Whether a slip outside or Escape must not close it, because something in it is lost then. */
  isHeld?: boolean
  size?: number
  children: ReactNode
}

/** A question or a short form over the page; it is there as long as it is drawn. */
export function Dialog({ title, onClose, isHeld = false, size = 520, children }: DialogProps) {
  const { t } = useTranslation()
  const inside = useRef<HTMLDivElement>(null)
  useWindowEvent('keydown', (event) => {
    if (event.key === 'Escape' && !isHeld && isFor(inside.current, event)) onClose()
  })
  // Whoever opened it by keyboard goes on where they were.
  const [opener] = useState(() => document.activeElement)
  useEffect(() => () => void setTimeout(() => goBackTo(opener)), [opener])
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      centered
      radius={14}
      padding={22}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      closeOnClickOutside={!isHeld}
      closeOnEscape={false}
      closeButtonProps={{ 'aria-label': t('rows.close') }}
    >
      <div ref={inside} style={{ display: 'contents' }}>
        {children}
      </div>
    </Modal>
  )
}

function goBackTo(opener: Element | null): void {
  const isLost = document.activeElement === null || document.activeElement === document.body
  if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
}

/** Escape in what is open over a dialog, such as a menu, closes that only; where nothing has the focus it is for the dialog on top. */
function isFor(inside: Element | null, { target, defaultPrevented }: globalThis.KeyboardEvent): boolean {
  const dialog = inside?.closest('[role=dialog]') ?? null
  if (dialog === null || defaultPrevented || !(target instanceof Element)) return false
  if (target === document.body) return [...document.querySelectorAll('[role=dialog]')].at(-1) === dialog
  return dialog.contains(target) && target.getAttribute('data-mantine-stop-propagation') !== 'true'
}
