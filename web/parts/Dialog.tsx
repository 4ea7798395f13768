import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
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
      closeOnEscape={!isHeld}
      closeButtonProps={{ 'aria-label': t('rows.close') }}
    >
      {children}
    </Modal>
  )
}
