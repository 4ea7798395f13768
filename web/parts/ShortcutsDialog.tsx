import '../look/shortcuts.css'
import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { shortcutGroups, shortcutName, type Shortcut } from '../keys/shortcuts.ts'
import { useKeys } from '../keys/use-shortcuts.ts'
import { Dialog } from './Dialog.tsx'

type ShortcutsDialogProps = {
  /** What does something on the page behind. */
  here: ReadonlySet<string>
  onClose: () => void
}

/** Every key that does something here, and a switch for people who are better off without. */
export function ShortcutsDialog({ here, onClose }: ShortcutsDialogProps) {
  const { t } = useTranslation()
  const [isOn, setOn] = useKeys()
  const groups = shortcutGroups
    .map(({ name, shortcuts }) => ({ name, shortcuts: shortcuts.filter((one) => here.has(shortcutName(one))) }))
    .filter(({ shortcuts }) => shortcuts.length > 0)
  return (
    <Dialog title={t('keys.title')} size={720} onClose={onClose}>
      <Checkbox
        className="shortcuts-switch"
        label={t('keys.switch')}
        description={t('keys.switchAbout')}
        checked={isOn}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
      <div className={isOn ? 'shortcuts' : 'shortcuts shortcuts-off'}>
        {groups.map(({ name, shortcuts }) => (
          <section key={name} aria-label={t(`keys.groups.${name}`)}>
            <h3>{t(`keys.groups.${name}`)}</h3>
            <dl>
              {shortcuts.map((shortcut) => (
                <div key={shortcutName(shortcut)}>
                  <dt>
                    <Keys keys={shortcut.keys} />
                  </dt>
                  <dd>
                    <Does shortcut={shortcut} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function Keys({ keys: [first, second] }: { keys: Shortcut['keys'] }) {
  const { t } = useTranslation()
  if (second === undefined) return <kbd>{first}</kbd>
  return (
    <>
      <kbd>{first}</kbd> <span className="soft">{t('keys.then')}</span> <kbd>{second}</kbd>
    </>
  )
}

function Does({ shortcut }: { shortcut: Shortcut }) {
  const { t } = useTranslation()
  if ('act' in shortcut) return t(`keys.acts.${shortcut.act}`)
  return 'preset' in shortcut ? t(`period.named.${shortcut.preset}`) : t(`menu.pages.${shortcut.page}`)
}
