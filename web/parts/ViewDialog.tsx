import { Button, Checkbox } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import type { SavedView } from '../asking/views.ts'
import type { SavedViews } from '../use-saved-views.ts'
import { Dialog } from './Dialog.tsx'
import { Form, TextField, type Typed } from './Form.tsx'

type ViewDialogProps = {
  views: SavedViews
  /** The one that is changed; undefined for a new one of what the page shows. */
  view: SavedView | undefined
  onMade?: (made: SavedView) => void
  onClose: () => void
}

/** What a view is called, for whom it is, and whether the page opens with it. */
export function ViewDialog({ views: { keeping }, view, onMade, onClose }: ViewDialogProps) {
  const { t } = useTranslation()
  const { scopes, company } = useSuspenseQuery(sessionQuery).data
  const keep = (typed: Typed) => {
    const asked = {
      name: typed['name'] ?? '',
      isDefault: typed['isDefault'] !== undefined,
      ...(scopes.includes('admin') ? { isShared: typed['isShared'] !== undefined } : {}),
    }
    keeping.mutate(view === undefined ? asked : { id: view.id, version: view.version, ...asked }, {
      onSuccess: (made) => {
        onClose()
        onMade?.(made)
      },
    })
  }
  return (
    <Dialog title={t(view === undefined ? 'views.newTitle' : 'views.editTitle')} onClose={onClose}>
      <Form
        sending={keeping}
        submit={t(view === undefined ? 'views.save' : 'draft.save')}
        onSend={keep}
        sentences={{ conflict: t('views.conflict') }}
        beside={
          <Button variant="default" onClick={onClose}>
            {t('draft.cancel')}
          </Button>
        }
      >
        <TextField
          name="name"
          label={t('views.name')}
          description={view === undefined ? t('views.nameHint') : undefined}
          defaultValue={view?.name}
          maxLength={100}
          autoComplete="off"
          data-autofocus
        />
        {scopes.includes('admin') ? (
          <Checkbox
            name="isShared"
            label={t('views.isShared')}
            description={t('views.isSharedHint', { company: company.name })}
            defaultChecked={view?.isShared ?? false}
          />
        ) : null}
        <Checkbox name="isDefault" label={t('views.makeDefault')} defaultChecked={view?.isDefault ?? false} />
      </Form>
    </Dialog>
  )
}
