import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Session } from '../asking/answers.ts'
import { catalogueQuery, sessionQuery } from '../asking/queries.ts'
import type en from '../i18n/en.json'
import { useShortcuts } from '../keys/use-shortcuts.ts'
import { carriedTo, type Search } from '../view.ts'
import { Brand } from './Brand.tsx'

const statistics = ['analytics', 'reports', 'invoices', 'chats', 'notifications', 'telephony'] as const

type PageName = keyof typeof en.menu.pages
type Section = {
  name: 'statistics' | 'money' | 'company' | 'platform'
  isFor: (session: Session) => boolean
  pages: readonly { name: PageName; path: string; isFor?: (session: Session) => boolean }[]
}

const isPayer = ({ scopes }: Session) => scopes.includes('billing')

const sections: readonly Section[] = [
  {
    name: 'statistics',
    isFor: ({ scopes }: Session) => scopes.includes('read'),
    pages: statistics.map((name) => ({
      name,
      path: `/${name}`,
      ...(name === 'invoices' ? { isFor: isPayer } : {}),
    })),
  },
  {
    name: 'money',
    isFor: isPayer,
    pages: [
      { name: 'transactions', path: '/transactions' },
      { name: 'charges', path: '/charges' },
      { name: 'tariffs', path: '/tariffs' },
      { name: 'lowBalance', path: '/settings/low-balance' },
    ],
  },
  {
    name: 'company',
    isFor: ({ scopes }: Session) => scopes.includes('admin'),
    pages: [
      { name: 'companyDetails', path: '/settings/company' },
      { name: 'people', path: '/settings/people' },
      { name: 'tokens', path: '/settings/tokens' },
      { name: 'shareLinks', path: '/settings/share-links' },
      { name: 'webhook', path: '/settings/webhook' },
      { name: 'privacy', path: '/settings/privacy' },
      { name: 'audit', path: '/settings/audit' },
    ],
  },
  {
    name: 'platform',
    isFor: ({ staff }: Session) => staff,
    pages: [
      { name: 'companies', path: '/platform/companies' },
      { name: 'companyCharges', path: '/platform/charges' },
      { name: 'staffInvoices', path: '/platform/invoices' },
      { name: 'payments', path: '/platform/payments' },
      { name: 'statements', path: '/platform/statements' },
      { name: 'invoicing', path: '/platform/invoicing' },
      { name: 'proof', path: '/platform/proof' },
      { name: 'platformSettings', path: '/platform/settings' },
      { name: 'platformAudit', path: '/platform/audit' },
    ],
  },
]

/** Every page with a title in the bar at the top; the profile is reached from the person's menu. */
export const menuPages: Section['pages'] = [
  ...sections.flatMap(({ pages }) => pages),
  { name: 'ownCompanies', path: '/charges/companies' },
  { name: 'reports', path: '/reports/schedules' },
  { name: 'profile', path: '/profile' },
]

/** The menu, section by section, as far as it is for this person; a page of graphs keeps the period of the one before it, and the filters that it has, too. */
export function SideMenu({ onGo }: { onGo?: () => void }) {
  const { t } = useTranslation()
  const session = useSuspenseQuery(sessionQuery).data
  const search: Search = useSearch({ strict: false })
  const { data: catalogue } = useQuery({ ...catalogueQuery, enabled: session.scopes.includes('read') })
  const searchFor = (name: string) => {
    const page = catalogue?.pages.find(({ id }) => id === name)
    return page === undefined ? {} : carriedTo(search, page.filters)
  }
  const shown = sections
    .filter(({ isFor }) => isFor(session))
    .map(({ name, pages }) => ({ name, pages: pages.filter((page) => page.isFor?.(session) ?? true) }))
  const searchOf = (section: Section['name'], page: PageName) => (section === 'statistics' ? searchFor(page) : {})
  const navigate = useNavigate()
  useShortcuts(
    Object.fromEntries(
      shown.flatMap(({ name, pages }) =>
        pages.map((page) => [
          `page ${page.name}`,
          () => void navigate({ to: page.path, search: searchOf(name, page.name) }),
        ]),
      ),
    ),
  )
  return (
    <nav className="menu" aria-label={t('menu.label')}>
      <Link to="/" className="menu-brand" onClick={onGo}>
        <Brand />
      </Link>
      {shown.map(({ name, pages }) => (
        <section key={name}>
          <h2 className="menu-section">{t(`menu.${name}`)}</h2>
          <ul>
            {pages.map((page) => (
              <li key={page.path}>
                <Link to={page.path} search={searchOf(name, page.name)} className="menu-link" onClick={onGo}>
                  {t(`menu.pages.${page.name}`)}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}
