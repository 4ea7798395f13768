import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Dialog } from './Dialog.tsx'
import { FailureNote } from './FailureNote.tsx'

type ConfirmProps = {
  title: string
  text: string
  /** What is done, as a verb. */
  verb: string
  /** How the doing goes; usually a mutation. */
  acting?: { error: unknown; isPending: boolean }
  sentences?: Readonly<Record<string, string>> | undefined
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something is done that cannot be undone. */
export function Confirm({ title, text, verb, acting, sentences, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation()
  const { error = null, isPending = false } = acting ?? {}
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="confirm">
        <p>{text}</p>
        {error === null ? null : <FailureNote error={error} general="failure.form" sentences={sentences} />}
        <div className="form-ends">
          <Button color="red" loading={isPending} onClick={onConfirm}>
            {verb}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('draft.cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
