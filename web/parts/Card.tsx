import { ActionIcon, Menu, Popover } from '@mantine/core'
import {
  IconChartBar,
  IconDots,
  IconFileTypeCsv,
  IconInfoCircle,
  IconListDetails,
  IconPhoto,
  IconTable,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelEntry } from '../asking/answers.ts'
import { textIn } from '../i18n/language.ts'

type CardProps = {
  title: string
  entries: readonly PanelEntry[]
  /** Columns of twelve. */
  width: number
  menu?: CardActions
  isOld: boolean
  className?: string
  children: ReactNode
}

export type CardActions = {
  table?: { isShown: boolean; toggle: () => void }
  /** Addresses of files, with a name where a card has more than one panel. */
  csv?: readonly { href: string; title?: string }[]
  png?: () => unknown
  rows?: readonly { open: () => void; title?: string }[]
}

/** A card: title, the definition of its numbers one click away, the menu, and what it shows. */
export function Card({ title, entries, width, menu, isOld, className = '', children }: CardProps) {
  return (
    <section
      className={`card span-${width} ${className} ${isOld ? 'is-old' : ''}`}
      aria-label={title}
      aria-busy={isOld}
    >
      <header className="card-head">
        <h2>{title}</h2>
        {entries.length === 0 ? null : <Definition title={title} entries={entries} />}
        {menu === undefined ? null : <CardMenu title={title} actions={menu} />}
      </header>
      {children}
    </section>
  )
}

function Definition({ title, entries }: { title: string; entries: readonly PanelEntry[] }) {
  const { t, i18n } = useTranslation()
  return (
    <Popover width={300} position="bottom" withinPortal shadow="none">
      <Popover.Target>
        <ActionIcon variant="subtle" size={24} className="card-info" aria-label={t('card.definition', { title })}>
          <IconInfoCircle size={15} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        {entries.map((entry) => (
          <div key={entry.id} className="prose">
            {entries.length > 1 ? <h3>{textIn(entry.title, i18n.language)}</h3> : null}
            <p>{textIn(entry.definition, i18n.language)}</p>
            {entry.timeBasis === undefined ? null : (
              <p className="soft">{t('card.timeBasis', { basis: textIn(entry.timeBasis, i18n.language) })}</p>
            )}
            <p className="soft">
              <code>{entry.id}</code>
            </p>
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}

function CardMenu({ title, actions }: { title: string; actions: CardActions }) {
  const { t } = useTranslation()
  const { table, csv, png, rows } = actions
  return (
    <Menu position="bottom-end" withinPortal shadow="none">
      <Menu.Target>
        <ActionIcon variant="subtle" size={24} aria-label={t('card.menu', { title })}>
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {table === undefined ? null : (
          <Menu.Item
            leftSection={table.isShown ? <IconChartBar size={16} stroke={1.6} /> : <IconTable size={16} stroke={1.6} />}
            onClick={table.toggle}
          >
            {t(table.isShown ? 'card.asChart' : 'card.asTable')}
          </Menu.Item>
        )}
        {csv?.map(({ href, title: name }) => (
          <Menu.Item
            key={href}
            component="a"
            href={href}
            download
            leftSection={<IconFileTypeCsv size={16} stroke={1.6} />}
          >
            {named(t('card.csv'), name)}
          </Menu.Item>
        ))}
        {png === undefined ? null : (
          <Menu.Item leftSection={<IconPhoto size={16} stroke={1.6} />} onClick={png}>
            {t('card.png')}
          </Menu.Item>
        )}
        {rows?.map(({ open, title: name }) => (
          <Menu.Item key={name ?? ''} leftSection={<IconListDetails size={16} stroke={1.6} />} onClick={open}>
            {named(t('card.rows'), name)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function named(word: string, name: string | undefined): string {
  return name === undefined ? word : `${word}: ${name}`
}
