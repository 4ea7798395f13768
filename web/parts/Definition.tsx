import { ActionIcon, Popover } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PanelEntry } from '../asking/answers.ts'
import { textIn } from '../i18n/language.ts'

/** What the numbers of a card mean, one click away: each measure in words, by which time it is counted, its name in the API. */
export function Definition({ title, entries }: { title: string; entries: readonly PanelEntry[] }) {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  return (
    <Popover width={320} position="bottom" withinPortal shadow="none" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" size={24} className="card-info" aria-label={t('card.definition', { title })}>
          <IconInfoCircle size={15} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('card.definition', { title })} tabIndex={-1} data-autofocus>
        {entries.map((entry) => (
          <section key={entry.id} className="prose">
            {entries.length > 1 ? <h3>{textIn(entry.title, language)}</h3> : null}
            {[...entry.measures, ...entry.totals].map((measure) => (
              <p key={measure.name}>
                {entry.measures.length + entry.totals.length > 1 ? <b>{textIn(measure.title, language)}. </b> : null}
                {textIn(measure.definition, language)}
              </p>
            ))}
            <p className="soft">{textIn(entry.timeBasis, language)}</p>
            <p className="soft">
              <code>{entry.id}</code>
            </p>
          </section>
        ))}
      </Popover.Dropdown>
    </Popover>
  )
}
