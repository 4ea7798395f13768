import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useRouterState } from '@tanstack/react-router'
import { useEffect, type ComponentType, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Chain } from '../asking/audit.ts'
import type { Draft } from '../use-draft.ts'
import { ConflictDialog } from './ConflictDialog.tsx'
import { Form } from './Form.tsx'
import { LeaveDialog } from './LeaveDialog.tsx'

export type DraftFormProps<Field extends string> = {
  draft: Draft<Field>
  titleOf: (field: Field) => string
  /** A value as people read it. */
  Shown: ComponentType<{ field: Field; text: string }>
  /** The act in the audit log that tells of a change. */
  act: { chain: Chain; action: string }
  children: ReactNode
}

/** A form over a draft: saves, asks before leaving with what is not saved, and lets choose where somebody else was faster. */
export function DraftForm<Field extends string>({ draft, titleOf, Shown, act, children }: DraftFormProps<Field>) {
  const { t } = useTranslation()
  const count = draft.changed.length
  useFieldOfAddress()
  return (
    <div className="settings-form">
      <Form
        sending={{ error: draft.error, isPending: draft.isSaving }}
        submit={t('draft.save')}
        onSend={draft.save}
        beside={
          <>
            {count === 0 ? null : (
              <Button variant="default" onClick={draft.discard}>
                {t('draft.discard')}
              </Button>
            )}
            <output className="soft">
              {count > 0 ? t('draft.changed', { count }) : null}
              {draft.isSaved ? (
                <span className="word">
                  <IconCheck size={16} aria-hidden /> {t('draft.saved')}
                </span>
              ) : null}
            </output>
          </>
        }
      >
        {children}
      </Form>
      <LeaveDialog isUnsaved={count > 0} />
      {draft.isDisputed ? <ConflictDialog draft={draft} titleOf={titleOf} Shown={Shown} act={act} /> : null}
    </div>
  )
}

/** Leads to a field of the form on the page. */
export function focusField(field: string): void {
  const input = document.getElementById(field)
  input?.scrollIntoView({ block: 'center' })
  input?.focus({ preventScroll: true })
}

/** The part of the address behind the # leads to a field. */
function useFieldOfAddress(): void {
  const field = useRouterState({ select: (state) => state.location.hash })
  useEffect(() => {
    if (field !== '') focusField(field)
  }, [field])
}
