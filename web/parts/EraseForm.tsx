import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { erasePerson, erasuresQuery } from '../asking/privacy.ts'
import type { Erasure } from '../asking/privacy.ts'
import { Form, TextField } from './Form.tsx'

type EraseFormProps = { address: string; onErased: (erasure: Erasure) => void; onCancel: () => void }

/** Asks once more, and why, before a person is forgotten: it cannot be undone. */
export function EraseForm({ address, onErased, onCancel }: EraseFormProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const title = useId()
  const place = useRef<HTMLElement>(null)
  const act = useAct()
  const erasing = useMutation({
    mutationFn: (reason: string) => erasePerson(act, address, reason),
    onSuccess: onErased,
    // Also when it was cut off: the list then says so.
    onSettled: () => queries.invalidateQueries({ queryKey: erasuresQuery.queryKey }),
  })
  useEffect(() => place.current?.querySelector('input')?.focus(), [])
  return (
    <section className="privacy-erase" aria-labelledby={title} ref={place}>
      <h3 id={title}>{t('privacy.eraseTitle')}</h3>
      <p className="soft">{t('privacy.eraseText')}</p>
      <Form
        sending={erasing}
        submit={t('privacy.erase')}
        danger
        onSend={(typed) => erasing.mutate(typed['reason'] ?? '')}
        beside={
          <Button variant="default" disabled={erasing.isPending} onClick={onCancel}>
            {t('draft.cancel')}
          </Button>
        }
      >
        <TextField
          name="reason"
          label={t('privacy.reason')}
          description={t('privacy.reasonHint')}
          autoComplete="off"
          maxLength={300}
        />
      </Form>
      {erasing.isPending ? <output className="soft">{t('privacy.erasing')}</output> : null}
    </section>
  )
}
