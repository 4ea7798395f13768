import { Menu } from '@mantine/core'
import { IconBookmark, IconBookmarkFilled, IconCheck, IconHome } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedView } from '../asking/views.ts'
import type { PageState } from '../use-page-state.ts'
import type { SavedViews } from '../use-saved-views.ts'
import { Confirm } from './Confirm.tsx'
import { ViewDialog } from './ViewDialog.tsx'

type Asked = 'new' | 'edit' | 'delete'

const small = { size: 15, stroke: 1.7 }

/** The views of the page: opens one, keeps what is shown as another, and changes the one that is open. */
export function ViewsMenu({ state, views }: { state: PageState; views: SavedViews }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState<Asked>()
  const { own, ofCompany, opened, isChanged, keeping, removing } = views
  const ask = (what: Asked) => {
    keeping.reset()
    removing.reset()
    setAsked(what)
  }
  const close = () => setAsked(undefined)
  const groups = [
    { title: t('views.own'), list: own },
    { title: t('views.ofCompany', { company: state.company.name }), list: ofCompany },
  ].filter(({ list }) => list.length > 0)
  const word = opened === undefined ? t('views.title') : opened.name
  const label = opened === undefined ? word : t(isChanged ? 'views.openChanged' : 'views.open', { name: word })
  const Icon = opened === undefined ? IconBookmark : IconBookmarkFilled
  return (
    <>
      <Menu position="bottom-end" withinPortal shadow="none" width={280}>
        <Menu.Target>
          <button
            type="button"
            className={opened === undefined ? 'chip share' : 'chip chip-active share'}
            aria-label={label}
            title={label}
          >
            <Icon {...small} aria-hidden />
            <bdi className="share-word chip-text">{word}</bdi>
            {isChanged ? <i className="view-changed" aria-hidden /> : null}
          </button>
        </Menu.Target>
        <Menu.Dropdown className="views">
          {groups.length === 0 ? <p className="views-none soft">{t('views.none')}</p> : null}
          {groups.map(({ title, list }) => (
            <fieldset key={title} aria-label={title}>
              <Menu.Label>
                <bdi>{title}</bdi>
              </Menu.Label>
              {list.map((one) => (
                <ViewItem key={one.id} view={one} isOpen={one === opened} onOpen={() => state.openSaved(one)} />
              ))}
            </fieldset>
          ))}
          <Menu.Divider />
          {opened !== undefined && isChanged && opened.mayChange ? (
            <Menu.Item onClick={() => views.update(opened)}>{t('views.update', { name: opened.name })}</Menu.Item>
          ) : null}
          <Menu.Item onClick={() => ask('new')}>{t('views.saveAs')}</Menu.Item>
          {opened === undefined ? null : (
            <>
              <Menu.Item onClick={() => keeping.mutate({ id: opened.id, isDefault: !opened.isDefault })}>
                {t(opened.isDefault ? 'views.notDefault' : 'views.makeDefault')}
              </Menu.Item>
              {opened.mayChange ? (
                <>
                  <Menu.Item onClick={() => ask('edit')}>{t('views.edit')}</Menu.Item>
                  <Menu.Item onClick={() => ask('delete')}>{t('views.delete')}</Menu.Item>
                </>
              ) : null}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked === 'new' ? <ViewDialog views={views} view={undefined} onMade={state.openSaved} onClose={close} /> : null}
      {asked === 'edit' && opened !== undefined ? <ViewDialog views={views} view={opened} onClose={close} /> : null}
      {asked === 'delete' && opened !== undefined ? (
        <Confirm
          title={t('views.deleteTitle', { name: opened.name })}
          text={t(opened.isShared ? 'views.deleteShared' : 'views.deleteText')}
          verb={t('views.deleteVerb')}
          acting={removing}
          onConfirm={() =>
            removing.mutate(opened, {
              onSuccess: () => {
                close()
                state.closeSaved()
              },
            })
          }
          onClose={close}
        />
      ) : null}
    </>
  )
}

type ViewItemProps = { view: SavedView; isOpen: boolean; onOpen: () => void }

function ViewItem({ view: { name, isDefault, isOwn, isShared, madeBy }, isOpen, onOpen }: ViewItemProps) {
  const { t } = useTranslation()
  return (
    <Menu.Item
      aria-current={isOpen ? 'true' : undefined}
      leftSection={isOpen ? <IconCheck {...small} aria-hidden /> : <span className="view-mark" />}
      rightSection={
        isDefault ? (
          <span className="view-default" title={t('views.isDefault')}>
            <IconHome {...small} aria-hidden />
            <span className="sr-only">{t('views.isDefault')}</span>
          </span>
        ) : null
      }
      onClick={onOpen}
    >
      <bdi>{name}</bdi>
      {isShared && !isOwn ? <span className="view-by soft">{t('views.by', { name: madeBy })}</span> : null}
    </Menu.Item>
  )
}
