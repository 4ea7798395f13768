import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { statementQuery, useStatements, type Statement } from '../asking/statements.ts'
import { dateTime } from '../numbers.ts'
import { Loaded } from './Loaded.tsx'
import { MoreButton } from './MoreButton.tsx'
import { StatementCounts } from './StatementCounts.tsx'
import { StatementLines } from './StatementLines.tsx'

/** The files that were imported, newest first; each opens to its lines. */
export function StatementsCard() {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const statements = useStatements()
  return (
    <section className="card" aria-label={t('statements.files')}>
      <header className="card-head">
        <h2>{t('statements.files')}</h2>
      </header>
      <Loaded query={statements} height={160}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.statements)
          if (all.length === 0) return <p className="soft">{t('statements.noFiles')}</p>
          return (
            <ol className="entries statement-files">
              {all.map((statement) => (
                <FileEntry key={statement.id} statement={statement} zone={company.zone} />
              ))}
            </ol>
          )
        }}
      </Loaded>
      <MoreButton query={statements} />
    </section>
  )
}

function FileEntry({ statement, zone }: { statement: Statement; zone: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { fileName, format, accounts, importedAt, importedBy, counts } = statement
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <IconChevronRight size={15} className="entry-mark" aria-hidden />
          <span>
            <bdi>{fileName === '' ? t('statements.unnamed') : fileName}</bdi>
            <span className="record-note">
              {t(`statements.formats.${format}`)} · {accounts.map(({ account }) => account).join(', ')}
            </span>
          </span>
          <StatementCounts counts={counts} />
          <span className="statement-when">
            <time dateTime={importedAt}>{dateTime(importedAt, zone)}</time>
            <bdi className="record-note">{importedBy}</bdi>
          </span>
        </summary>
        {isOpen ? <Lines id={statement.id} /> : null}
      </details>
    </li>
  )
}

function Lines({ id }: { id: string }) {
  const statement = useQuery(statementQuery(id))
  return (
    <Loaded query={statement} height={120}>
      {({ lines }) => <StatementLines lines={lines} />}
    </Loaded>
  )
}
