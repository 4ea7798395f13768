import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { IconCheck, IconKeyboard, IconLogout, IconUser } from '@tabler/icons-react'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask } from '../asking/ask.ts'
import { sessionQuery } from '../asking/queries.ts'
import { becomes } from '../asking/who-asks.ts'
import { usePatterns } from '../charts/use-patterns.ts'
import { languageNames, languages, setLanguage, type Language } from '../i18n/language.ts'
import { mayLeave } from '../unsaved.ts'

const schemes = ['light', 'dark', 'auto'] as const satisfies readonly MantineColorScheme[]

/** The profile, the list of keys, theme, patterns, language, sign out. */
export function PersonMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const [isPatterned, setPatterned] = usePatterns()
  const { user } = useSuspenseQuery(sessionQuery).data
  const queries = useQueryClient()
  const navigate = useNavigate()
  const signOut = async () => {
    if (!mayLeave()) return
    await ask('session', { method: 'DELETE' }).catch(() => undefined)
    await navigate({ to: '/sign-in' })
    becomes(queries, undefined)
  }
  return (
    <Menu position="bottom-end" width={264} withinPortal shadow="none" checkIcon={<IconCheck size={15} />}>
      <Menu.Target>
        <button type="button" className="chip top-person" aria-label={t('top.person', { name: user.name })}>
          {initials(user.name, user.email)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="menu-person">
          <bdi>{user.name}</bdi>
          <span title={user.email}>{user.email}</span>
        </div>
        <Menu.Item component={Link} to="/profile" leftSection={<IconUser size={16} stroke={1.6} />}>
          {t('menu.pages.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.6} />} onClick={onShortcuts}>
          {t('top.keys')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('top.theme')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
          {schemes.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {t(`top.themes.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.CheckboxItem checked={isPatterned} onChange={setPatterned}>
          {t('top.patterns')}
        </Menu.CheckboxItem>
        <Menu.Divider />
        <Menu.Label>{t('top.language')}</Menu.Label>
        <Menu.RadioGroup value={i18n.language} onChange={(language) => void setLanguage(language as Language)}>
          {languages.map((language) => (
            <Menu.RadioItem key={language} value={language} lang={language}>
              {languageNames[language]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={() => void signOut()}>
          {t('top.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function initials(name: string, email: string): string {
  const words = (name === '' ? email : name).split(/[\s.@_-]+/).filter((word) => word !== '')
  return words
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0)!).toUpperCase())
    .join('')
}
