import { Button } from '@mantine/core'
import { IconFileTypeCsv } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { auditFile, useAudit, type Chain } from '../asking/audit.ts'
import { sessionQuery } from '../asking/queries.ts'
import { useAuditSearch } from '../use-audit-search.ts'
import { AuditCheck } from './AuditCheck.tsx'
import { AuditEntryLine } from './AuditEntryLine.tsx'
import { FailureNote } from './FailureNote.tsx'
import { Loaded } from './Loaded.tsx'
import { PeriodChoice } from './PeriodChoice.tsx'
import { SearchField } from './SearchField.tsx'

type AuditLogProps = {
  chain: Chain
  /** Addresses of people by how the log names them, as far as they are known. */
  names?: ReadonlyMap<string, string>
}

const nobody: ReadonlyMap<string, string> = new Map()

/** An audit log: searched, by period, page after page, as a file, and checked. */
export function AuditLog({ chain, names = nobody }: AuditLogProps) {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const search = useAuditSearch(company.zone)
  const audit = useAudit(chain, search.asked)
  const isSearched = search.asked.text !== '' || search.choice !== undefined
  return (
    <>
      <section className="filters" aria-label={t('audit.filters')}>
        <SearchField
          label={t('audit.search')}
          hint={t('audit.searchHint')}
          empty={t('filters.clear')}
          typed={search.typed}
          onType={search.setTyped}
        />
        <PeriodChoice
          choice={search.choice}
          zone={search.zone}
          companyZone={company.zone}
          onChange={search.setPeriod}
        />
        <div className="filters-right">
          <a className="chip" href={auditFile(chain, search.asked)} download>
            <IconFileTypeCsv size={16} stroke={1.6} aria-hidden />
            {t('audit.export')}
          </a>
        </div>
      </section>
      <AuditCheck chain={chain} />
      <section className="card" aria-label={t('audit.list')} aria-busy={audit.isPlaceholderData}>
        <Loaded query={audit} height={420}>
          {({ pages }) => {
            const entries = pages.flatMap((page) => page.entries)
            if (entries.length === 0) return <p className="soft">{t(isSearched ? 'audit.nothing' : 'audit.none')}</p>
            return (
              <ol className="entries audit">
                {entries.map((entry) => (
                  <AuditEntryLine key={entry.place} entry={entry} zone={search.zone} names={names} />
                ))}
              </ol>
            )
          }}
        </Loaded>
        {audit.data !== undefined && audit.error !== null ? <FailureNote error={audit.error} /> : null}
        {audit.hasNextPage ? (
          <div className="card-more">
            <Button
              size="sm"
              variant="default"
              loading={audit.isFetchingNextPage}
              onClick={() => void audit.fetchNextPage()}
            >
              {t('audit.more')}
            </Button>
          </div>
        ) : null}
      </section>
    </>
  )
}
