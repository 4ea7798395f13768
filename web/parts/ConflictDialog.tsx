import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { newestAct } from '../asking/audit.ts'
import { ago } from '../numbers.ts'
import { Dialog } from './Dialog.tsx'
import type { DraftFormProps } from './DraftForm.tsx'

type ConflictDialogProps<Field extends string> = Omit<DraftFormProps<Field>, 'children'>

/** Where somebody else saved first: what differs, field by field, and which value is to stay. */
export function ConflictDialog<Field extends string>({ draft, titleOf, Shown, act }: ConflictDialogProps<Field>) {
  const { t } = useTranslation()
  const { differing } = draft
  const [now] = useState(() => Date.now())
  const [staying, setStaying] = useState<readonly Field[]>(() => draft.changed.filter((f) => differing.includes(f)))
  const { data: newest } = useQuery({
    queryKey: ['newest act', act.chain, act.action],
    queryFn: async () => (await newestAct(act.chain, act.action)) ?? null,
    staleTime: 0,
  })
  const choose = (field: Field, isOwn: boolean) =>
    setStaying([...staying.filter((one) => one !== field), ...(isOwn ? [field] : [])])
  return (
    <Dialog title={t('draft.conflictTitle')} size={680} isHeld onClose={draft.leaveDisputed}>
      <div className="confirm">
        <p>
          {newest === undefined || newest === null ? null : (
            <>{t('draft.conflictBy', { name: newest.actorName, ago: ago(newest.at, now) })} </>
          )}
          {t('draft.conflictText')}
        </p>
        <div className="disputes">
          {differing.map((field) => (
            <fieldset key={field}>
              <legend>{titleOf(field)}</legend>
              {[false, true].map((isOwn) => (
                <Side
                  key={String(isOwn)}
                  name={field}
                  title={t(isOwn ? 'draft.yours' : 'draft.theirs')}
                  isChosen={staying.includes(field) === isOwn}
                  onChoose={() => choose(field, isOwn)}
                >
                  <Shown field={field} text={isOwn ? draft.valueOf(field) : draft.theirsOf(field)} />
                </Side>
              ))}
            </fieldset>
          ))}
        </div>
        <div className="form-ends">
          <Button onClick={() => draft.settle(differing.filter((field) => staying.includes(field)))}>
            {t('draft.take')}
          </Button>
          <Button variant="default" onClick={() => setStaying([])}>
            {t('draft.allTheirs')}
          </Button>
          <Button variant="default" onClick={() => setStaying(differing)}>
            {t('draft.allYours')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

type SideProps = { name: string; title: string; isChosen: boolean; onChoose: () => void; children: ReactNode }

function Side({ name, title, isChosen, onChoose, children }: SideProps) {
  return (
    <label className="side">
      <input type="radio" name={`side-${name}`} checked={isChosen} onChange={onChoose} />
      <span className="soft">{title}</span>
      <span className="side-value">{children}</span>
    </label>
  )
}
