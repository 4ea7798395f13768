import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask } from '../asking/ask.ts'
import { sessionQuery } from '../asking/queries.ts'
import { languages, setLanguage } from '../i18n/language.ts'

const schemes = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
] as const

const languageNames = { en: 'English', ru: 'Русский' }

/** Theme, language, sign out. */
export function PersonMenu() {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { user } = useSuspenseQuery(sessionQuery).data
  const queries = useQueryClient()
  const navigate = useNavigate()
  const signOut = async () => {
    await ask('session', { method: 'DELETE' }).catch(() => undefined)
    queries.clear()
    await navigate({ to: '/sign-in' })
  }
  return (
    <Menu position="bottom-end" width={230} withinPortal shadow="none">
      <Menu.Target>
        <button type="button" className="chip top-person" aria-label={t('top.person', { name: user.name })}>
          {initials(user.name, user.email)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="menu-person">
          <b>{user.name}</b>
          <span>{user.email}</span>
        </div>
        <Menu.Divider />
        <Menu.Label>{t('top.theme')}</Menu.Label>
        {schemes.map(([scheme, Icon]) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={colorScheme === scheme}
            leftSection={<Icon size={16} stroke={1.6} />}
            rightSection={colorScheme === scheme ? <IconCheck size={15} /> : null}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`top.themes.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('top.language')}</Menu.Label>
        {languages.map((language) => (
          <Menu.Item
            key={language}
            role="menuitemradio"
            lang={language}
            aria-checked={i18n.language === language}
            rightSection={i18n.language === language ? <IconCheck size={15} /> : null}
            closeMenuOnClick={false}
            onClick={() => void setLanguage(language)}
          >
            {languageNames[language]}
          </Menu.Item>
        ))}
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
