import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { findPerson } from '../asking/privacy.ts'
import { Form, TextField } from './Form.tsx'
import { PersonKnown } from './PersonKnown.tsx'

/** Finds a person by their address, and shows what is known of them. */
export function PersonCard() {
  const { t } = useTranslation()
  // Only here, and never in the address of the page.
  const [address, setAddress] = useState('')
  const act = useAct()
  const finding = useMutation({ mutationFn: (asked: string) => findPerson(act, asked) })
  const find = (asked: string) => {
    setAddress(asked)
    finding.mutate(asked)
  }
  return (
    <section className="card" aria-label={t('privacy.find')}>
      <header className="card-head">
        <h2>{t('privacy.find')}</h2>
      </header>
      <p className="card-lead soft">{t('privacy.findText')}</p>
      <div className="privacy-find">
        <Form sending={finding} submit={t('privacy.search')} onSend={(typed) => find(typed['address'] ?? '')}>
          <TextField
            name="address"
            label={t('privacy.address')}
            description={t('privacy.addressHint')}
            autoComplete="off"
            spellCheck={false}
            maxLength={320}
          />
        </Form>
      </div>
      {finding.data === undefined ? null : (
        <PersonKnown key={finding.submittedAt} address={address} known={finding.data} />
      )}
    </section>
  )
}
