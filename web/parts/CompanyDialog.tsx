import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CompanyEntry } from '../asking/accounts.ts'
import type { Company } from '../asking/answers.ts'
import { ask } from '../asking/ask.ts'
import { sessionQuery } from '../asking/queries.ts'
import { currencies } from '../currencies.ts'
import { languageNames, languages } from '../i18n/language.ts'
import { zonesWith } from '../periods/zones.ts'
import { Dialog } from './Dialog.tsx'
import { ChoiceField, Form, TextField, type Typed } from './Form.tsx'

type CompanyDialogProps = {
  /** Companies that a new one may belong to. */
  resellers: readonly CompanyEntry[]
  onMade: (company: Company) => void
  onClose: () => void
}

/** What a new company begins with; its owner fills the rest in. */
export function CompanyDialog({ resellers, onMade, onClose }: CompanyDialogProps) {
  const { t, i18n } = useTranslation()
  const { company: open } = useSuspenseQuery(sessionQuery).data
  const queries = useQueryClient()
  const making = useMutation({
    mutationFn: ({ parent = '', ...typed }: Typed) =>
      ask<Company>('companies', { method: 'POST', body: { ...typed, parent: parent === '' ? null : Number(parent) } }),
    onSuccess: async (company) => {
      await queries.invalidateQueries({ queryKey: ['companies'] })
      onMade(company)
    },
  })
  return (
    <Dialog title={t('companies.new')} onClose={onClose}>
      <Form sending={making} submit={t('companies.make')} onSend={(typed) => making.mutate(typed)}>
        <TextField name="name" label={t('companies.name')} autoComplete="off" data-autofocus />
        <ChoiceField
          name="currency"
          label={t('companies.currency')}
          data={currencies(i18n.language)}
          defaultValue={open.currency}
          searchable
        />
        <ChoiceField
          name="zone"
          label={t('companies.zone')}
          data={zonesWith([open.zone])}
          defaultValue={open.zone}
          searchable
        />
        <ChoiceField
          name="language"
          label={t('companies.language')}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          defaultValue={open.language}
        />
        <ChoiceField
          name="parent"
          label={t('companies.parent')}
          data={[
            { value: '', label: t('companies.noReseller') },
            ...resellers.map(({ number, name }) => ({ value: String(number), label: `${name} (${number})` })),
          ]}
          defaultValue=""
          hiddenInputProps={{ required: false }}
          searchable
        />
      </Form>
    </Dialog>
  )
}
