import { ActionIcon, Menu } from '@mantine/core'
import {
  IconChartBar,
  IconClipboardText,
  IconLink,
  IconDots,
  IconFileTypeCsv,
  IconFileTypeXls,
  IconListDetails,
  IconPhoto,
  IconTable,
} from '@tabler/icons-react'
import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { PanelAnswer, PanelEntry, RowsOf } from '../asking/answers.ts'
import { copyText } from '../copy.ts'
import { useCopiedTable } from '../use-copied-table.ts'
import { useSaid } from '../use-said.ts'
import { rowsWord } from './rows-word.ts'

/** The address of a panel as a file. */
export type FileAddress = (format: 'csv' | 'xlsx') => string

const formats = [
  { format: 'xlsx', Icon: IconFileTypeXls },
  { format: 'csv', Icon: IconFileTypeCsv },
] as const

export type PanelOfCard = {
  entry: PanelEntry | undefined
  /** What it shows; undefined while it comes. */
  answer: PanelAnswer | undefined
  file: FileAddress
  title?: string
}

/** Takes a file from an address that a link of the browser cannot lead to; undefined where it can. */
export const FileTaking = createContext<((address: string) => Promise<void>) | undefined>(undefined)

/** What can be done with the numbers of a card. */
export type CardActions = {
  table?: { isShown: boolean; toggle: () => void }
  /** The panels of the card, with a name where it has more than one: each is a file and a table to copy. */
  panels: readonly PanelOfCard[]
  /** How its picture is saved, where it is a plot; else it is drawn as it is seen. */
  png?: () => void
  /** Whether it shows nothing that a picture could be taken of, or nothing yet. */
  isBlank?: boolean
  isComing?: boolean
  rows: readonly { of: RowsOf; open: () => void; title?: string }[]
}

type CardMenuProps = {
  title: string
  actions: CardActions
  /** The address of the card; undefined where it has none of its own. */
  linkTo: (() => string) | undefined
  /** Saves what the card shows as a picture, or says why there is none; undefined while there are no numbers. */
  png: (() => void) | 'pngNothing' | 'pngComing' | undefined
}

/** The menu of a card: table, the rows behind its numbers, files, and what can be copied of it. */
export function CardMenu({ title, actions, linkTo, png }: CardMenuProps) {
  const { t } = useTranslation()
  const [said, say] = useSaid()
  const copyTable = useCopiedTable()
  const { table, panels, rows } = actions
  const sayCopied = (isCopied: boolean, what: 'filters.copied' | 'card.copied') =>
    say(t(isCopied ? what : 'card.copyFailed'))
  const take = useContext(FileTaking)
  return (
    <>
      <Menu position="bottom-end" withinPortal shadow="none">
        <Menu.Target>
          <ActionIcon variant="subtle" size={24} aria-label={t('card.menu', { title })}>
            <IconDots size={16} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {table === undefined ? null : (
            <Menu.Item
              leftSection={
                table.isShown ? <IconChartBar size={16} stroke={1.6} /> : <IconTable size={16} stroke={1.6} />
              }
              onClick={table.toggle}
            >
              {t(table.isShown ? 'card.asChart' : 'card.asTable')}
            </Menu.Item>
          )}
          {rows.map(({ of, open, title: name }) => (
            <Menu.Item key={name ?? ''} leftSection={<IconListDetails size={16} stroke={1.6} />} onClick={open}>
              {named(t(`card.rows_${rowsWord(of)}`), name)}
            </Menu.Item>
          ))}
          {panels.map(({ entry, answer, title: name }) =>
            entry === undefined || answer === undefined ? null : (
              <Menu.Item
                key={`copy ${entry.id}`}
                leftSection={<IconClipboardText size={16} stroke={1.6} />}
                onClick={() => void copyTable(entry, answer).then((isCopied) => sayCopied(isCopied, 'card.copied'))}
              >
                {named(t('card.copyTable'), name)}
              </Menu.Item>
            ),
          )}
          {formats.flatMap(({ format, Icon }) =>
            panels.map(({ file, title: name }) => (
              <Menu.Item
                key={file(format)}
                {...(take === undefined
                  ? { component: 'a', href: file(format), download: true }
                  : { onClick: () => void take(file(format)) })}
                leftSection={<Icon size={16} stroke={1.6} />}
              >
                {named(t(`card.${format}`), name)}
              </Menu.Item>
            )),
          )}
          {png === undefined ? null : (
            <Menu.Item
              leftSection={<IconPhoto size={16} stroke={1.6} />}
              onClick={typeof png === 'string' ? () => say(t(`card.${png}`)) : png}
            >
              {t('card.png')}
            </Menu.Item>
          )}
          {linkTo === undefined ? null : (
            <Menu.Item
              leftSection={<IconLink size={16} stroke={1.6} />}
              onClick={() => void copyText(linkTo()).then((isCopied) => sayCopied(isCopied, 'filters.copied'))}
            >
              {t('card.link')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <output className={said === '' ? 'sr-only' : 'said said-of-card'}>{said}</output>
    </>
  )
}

function named(word: string, name: string | undefined): string {
  return name === undefined ? word : `${word}: ${name}`
}
