import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconDownload, IconFileCode, IconHistory, IconListDetails } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { invoiceFile, xmlFormats } from '../asking/invoices.ts'
import type { InvoicePart } from '../use-invoice-search.ts'

const icon = { size: 16, stroke: 1.6 }

/** Everything that can be done with an invoice of the list: its files, details and revisions. */
export function InvoiceMenu({ number, onOpen }: { number: string; onOpen: (part: InvoicePart) => void }) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end" withinPortal shadow="none">
      <Menu.Target>
        <ActionIcon variant="subtle" size={32} aria-label={t('card.menu', { title: number })}>
          <IconDots size={18} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconListDetails {...icon} />} onClick={() => onOpen('details')}>
          {t('invoices.details')}
        </Menu.Item>
        <Menu.Item leftSection={<IconHistory {...icon} />} onClick={() => onOpen('revisions')}>
          {t('invoices.revisions')}
        </Menu.Item>
        <Menu.Item component="a" href={invoiceFile(number, 'pdf')} download leftSection={<IconDownload {...icon} />}>
          {t('invoices.download')}
        </Menu.Item>
        {xmlFormats.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={invoiceFile(number, format)}
            download
            leftSection={<IconFileCode {...icon} />}
          >
            {t(`invoices.formats.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
