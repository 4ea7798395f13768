import { Modal } from '@mantine/core'
import type { KeyboardEvent, ReactNode } from 'react'
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
      onKeyDown={(event) => {
        // Escape in what is open over the dialog, such as a menu, closes that only.
        if (event.key === 'Escape' && !isHeld && isInside(event)) onClose()
      }}
      closeButtonProps={{ 'aria-label': t('rows.close') }}
    >
      {children}
    </Modal>
  )
}

function isInside({ currentTarget, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || !currentTarget.contains(target)) return false
  return target.getAttribute('data-mantine-stop-propagation') !== 'true'
}
