import { Button } from '@mantine/core'
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { exportPerson } from '../asking/privacy.ts'
import type { Erasure, Known } from '../asking/privacy.ts'
import { catalogueQuery, sessionQuery } from '../asking/queries.ts'
import { textIn } from '../i18n/language.ts'
import { count, dateTime } from '../numbers.ts'
import { saveFile } from '../save-file.ts'
import { EraseForm } from './EraseForm.tsx'
import { FailureNote } from './FailureNote.tsx'
import { ErasureNote } from './ErasureNote.tsx'

type PersonKnownProps = { address: string; known: Known }

/** What is known of a person, and what can be done about it. */
export function PersonKnown({ address, known }: PersonKnownProps) {
  const { t } = useTranslation()
  const [isErasing, setErasing] = useState(false)
  const [erasure, setErasure] = useState<Erasure>()
  const act = useAct()
  const exporting = useMutation({
    mutationFn: () => exportPerson(act, address),
    onSuccess: (file) => saveFile(file, 'person.json'),
  })
  if (erasure !== undefined) return <ErasureNote erasure={erasure} />
  const isKnown = known.messages + known.dialogues + known.calls + known.refusedEvents > 0
  return (
    <div className="privacy-known">
      <output>{isKnown ? <Facts known={known} /> : <p>{t('privacy.nothing')}</p>}</output>
      {isErasing ? (
        <EraseForm address={address} onErased={setErasure} onCancel={() => setErasing(false)} />
      ) : (
        <div className="form-ends">
          {isKnown ? (
            <Button variant="default" loading={exporting.isPending} onClick={() => exporting.mutate()}>
              {t('privacy.export')}
            </Button>
          ) : null}
          <Button variant="default" onClick={() => setErasing(true)}>
            {t(isKnown ? 'privacy.eraseBegin' : 'privacy.eraseAnyway')}
          </Button>
        </div>
      )}
      {exporting.error === null ? null : <FailureNote error={exporting.error} general="failure.form" />}
    </div>
  )
}

function Facts({ known }: { known: Known }) {
  const { t, i18n } = useTranslation()
  const { zone } = useSuspenseQuery(sessionQuery).data.company
  const { data: catalogue } = useQuery(catalogueQuery)
  const titles = new Map(catalogue?.dimensions['channel']?.values.map(({ value, title }) => [value, title]))
  const { messages, dialogues, calls, firstAt, lastAt, channels, recipient, refusedEvents } = known
  const facts: [title: string, value: string][] = [
    [t('privacy.recipient'), recipient],
    [t('privacy.messages'), count(messages)],
    [t('privacy.first'), firstAt === null ? '' : dateTime(firstAt, zone)],
    [t('privacy.last'), lastAt === null ? '' : dateTime(lastAt, zone)],
    [
      t('privacy.channels'),
      channels
        .map((word) => {
          const title = titles.get(word)
          return title === undefined ? word : textIn(title, i18n.language)
        })
        .join(', '),
    ],
    [t('privacy.dialogues'), count(dialogues)],
    [t('privacy.calls'), count(calls)],
    [t('privacy.refusedEvents'), count(refusedEvents)],
  ]
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
