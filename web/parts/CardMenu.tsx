import { ActionIcon, Menu } from '@mantine/core'
import {
  IconChartBar,
  IconDots,
  IconFileTypeCsv,
  IconFileTypeXls,
  IconListDetails,
  IconPhoto,
  IconTable,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RowsOf } from '../asking/answers.ts'
import { rowsWord } from './rows-word.ts'

/** The address of a panel as a file. */
export type FileAddress = (format: 'csv' | 'xlsx') => string

const formats = [
  { format: 'xlsx', Icon: IconFileTypeXls },
  { format: 'csv', Icon: IconFileTypeCsv },
] as const

/** What can be done with the numbers of a card. */
export type CardActions = {
  table?: { isShown: boolean; toggle: () => void }
  /** Addresses of files, with a name where a card has more than one panel. */
  files: readonly { file: FileAddress; title?: string }[]
  png?: () => void
  rows: readonly { of: RowsOf; open: () => void; title?: string }[]
}

/** The menu of a card: table, files, and the rows behind its numbers. */
export function CardMenu({ title, actions: { table, files, png, rows } }: { title: string; actions: CardActions }) {
  const { t } = useTranslation()
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
        {rows.map(({ of, open, title: name }) => (
          <Menu.Item key={name ?? ''} leftSection={<IconListDetails size={16} stroke={1.6} />} onClick={open}>
            {named(t(`card.rows_${rowsWord(of)}`), name)}
          </Menu.Item>
        ))}
        {formats.flatMap(({ format, Icon }) =>
          files.map(({ file, title: name }) => (
            <Menu.Item
              key={file(format)}
              component="a"
              href={file(format)}
              download
              leftSection={<Icon size={16} stroke={1.6} />}
            >
              {named(t(`card.${format}`), name)}
            </Menu.Item>
          )),
        )}
        {png === undefined ? null : (
          <Menu.Item leftSection={<IconPhoto size={16} stroke={1.6} />} onClick={png}>
            {t('card.png')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function named(word: string, name: string | undefined): string {
  return name === undefined ? word : `${word}: ${name}`
}
