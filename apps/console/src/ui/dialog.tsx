import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as Kit } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useText } from '../text/text.tsx'
import { IconButton } from './button.tsx'
import css from './dialog.module.css'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  /** An alert waits for an answer: a click beside it does not close it. */
  alert?: boolean
  children: ReactNode
}

export function Dialog({ open, onClose, title, alert, children }: Props) {
  const text = useText()
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(next) => !next && onClose()}
      isDismissable={!alert}
      className={css['veil'] ?? ''}
    >
      <Modal className={css['modal'] ?? ''}>
        <Kit role={alert ? 'alertdialog' : 'dialog'} className={css['dialog'] ?? ''}>
          <div className={css['head']}>
            <Heading slot="title" className={css['title'] ?? ''}>
              {title}
            </Heading>
            <IconButton label={text.close} onPress={onClose}>
              <X size={20} aria-hidden />
            </IconButton>
          </div>
          {children}
        </Kit>
      </Modal>
    </ModalOverlay>
  )
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={css['actions']}>{children}</div>
}
