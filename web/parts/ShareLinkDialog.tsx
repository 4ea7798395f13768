import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { shareLinksPath, shareLinksQuery, type NewShareLink } from '../asking/share-links.ts'
import { shownOf } from '../asking/views.ts'
import { textIn } from '../i18n/language.ts'
import { periodOf, rfc3339, wallTime } from '../periods/period.ts'
import { temporal } from '../periods/temporal.ts'
import type { PageState } from '../use-page-state.ts'
import { Dialog } from './Dialog.tsx'
import { ChoiceField, Form, TextField, type Typed } from './Form.tsx'
import { SecretShown } from './SecretShown.tsx'

/** The choice of all panels of the page, which no panel is called. */
const wholePage = 'page'
const dayChoices = [1, 7, 30, 90, 365] as const

/** A link that shows what the page shows without an account: what of it, until when, with money or not; then its address, once. */
export function ShareLinkDialog({ state, onClose }: { state: PageState; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { scopes, company } = useSuspenseQuery(sessionQuery).data
  const queries = useQueryClient()
  const act = useAct()
  const { view, zone, catalogue } = state
  const page = catalogue.pages.find(({ id }) => id === state.id)!
  const entries = page.panels.flatMap((id) => state.entryOf(id) ?? [])
  const isMoving = 'preset' in view.choice
  const [panel, setPanel] = useState(wholePage)
  const [period, setPeriod] = useState(isMoving ? 'moving' : 'fixed')
  const [days, setDays] = useState('7')
  const hasMoney = entries.some(
    ({ id, measures }) => (panel === wholePage || id === panel) && measures.some(({ unit }) => unit === 'money'),
  )
  const making = useMutation({
    mutationFn: (typed: Typed) => {
      const now = temporal.Now.zonedDateTimeISO(zone)
      const { from, to } = periodOf(view.choice, zone, now.toInstant())
      const choice = period === 'moving' ? view.choice : { from: wallTime(from), to: wallTime(to) }
      return act<NewShareLink>(shareLinksPath, {
        method: 'POST',
        body: {
          name: typed['name'],
          page: state.id,
          panel: panel === wholePage ? null : panel,
          ...shownOf({ ...view, choice, zone }),
          showsMoney: typed['showsMoney'] !== undefined,
          expiresAt: rfc3339(now.add({ days: Number(days) })),
        },
      })
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: shareLinksQuery.queryKey }),
  })
  const made = making.data
  return (
    <Dialog title={t('shareLinks.new')} onClose={onClose} isHeld={made !== undefined}>
      {made === undefined ? (
        <Form sending={making} submit={t('shareLinks.make')} onSend={(typed) => making.mutate(typed)}>
          <p className="soft">{t('shareLinks.text')}</p>
          <TextField
            name="name"
            label={t('shareLinks.name')}
            description={t('shareLinks.nameHint')}
            defaultValue={textIn(page.title, i18n.language)}
            maxLength={100}
            autoComplete="off"
            data-autofocus
          />
          <ChoiceField
            name="panel"
            label={t('shareLinks.what')}
            value={panel}
            onChange={(value) => setPanel(value ?? wholePage)}
            data={[
              { value: wholePage, label: t('shareLinks.whole') },
              ...entries.map(({ id, title }) => ({ value: id, label: textIn(title, i18n.language) })),
            ]}
          />
          {isMoving && (state.entryOf(panel)?.live ?? null) === null ? (
            <ChoiceField
              name="period"
              label={t('filters.period')}
              value={period}
              onChange={(value) => setPeriod(value ?? 'moving')}
              data={(['moving', 'fixed'] as const).map((value) => ({ value, label: t(`shareLinks.period_${value}`) }))}
            />
          ) : null}
          <ChoiceField
            name="expiresAt"
            label={t('shareLinks.expiry')}
            value={days}
            onChange={(value) => setDays(value ?? '7')}
            data={dayChoices.map((count) => ({ value: String(count), label: t('tokens.expiryDays', { count }) }))}
          />
          {hasMoney && scopes.includes('billing') ? (
            <Checkbox
              name="showsMoney"
              label={t('shareLinks.showsMoney')}
              description={t('shareLinks.showsMoneyHint')}
            />
          ) : null}
        </Form>
      ) : (
        <div className="confirm">
          <SecretShown
            title={t('shareLinks.secretTitle', { name: made.name })}
            note={t('shareLinks.secretNote', { company: company.name })}
            secret={made.link}
          />
          <div className="form-ends">
            <Button onClick={onClose}>{t('tokens.done')}</Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
