import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { companiesQuery, type CompanyEntry } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { useSwitch } from '../asking/who-asks.ts'
import { count } from '../numbers.ts'
import { CompanyDialog } from './CompanyDialog.tsx'
import { FailureNote } from './FailureNote.tsx'
import { Loaded } from './Loaded.tsx'
import { RecordCell, Records } from './Records.tsx'
import { SearchField } from './SearchField.tsx'

/** The API gives no more at once. */
const listedMax = 1000
const typingMilliseconds = 250

/** All companies of the installation, to be searched, opened and made. */
export function CompaniesCard() {
  const { t } = useTranslation()
  const { company: open } = useSuspenseQuery(sessionQuery).data
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), typingMilliseconds)
  const companies = useQuery(companiesQuery(text))
  const opening = useSwitch('/notifications')
  const [isMaking, setMaking] = useState(false)
  const [made, setMade] = useState<{ number: number; name: string }>()
  return (
    <section className="card" aria-label={t('companies.list')} aria-busy={companies.isPlaceholderData}>
      <header className="card-head card-head-tools">
        <SearchField label={t('companies.search')} empty={t('filters.clear')} typed={typed} onType={setTyped} />
        <Button leftSection={<IconPlus size={15} />} onClick={() => setMaking(true)}>
          {t('companies.new')}
        </Button>
      </header>
      <output className="soft">{made === undefined ? null : t('companies.made', made)}</output>
      {opening.error === null ? null : <FailureNote error={opening.error} general="failure.form" />}
      <Loaded query={companies} height={240}>
        {(listed) =>
          listed.length === 0 ? (
            <p className="soft">{t('companies.none')}</p>
          ) : (
            <>
              <Records
                label={t('companies.list')}
                columns={[
                  { title: t('companies.name') },
                  { title: t('companies.number') },
                  { title: t('companies.parent') },
                  { title: t('companies.currency') },
                  { title: t('companies.zone') },
                  { title: t('companies.people'), kind: 'number' },
                  { title: t('companies.actions'), kind: 'acts' },
                ]}
              >
                {listed.map((company) => (
                  <CompanyRow
                    key={company.number}
                    company={company}
                    parent={parentName(listed, company.parent)}
                    isOpen={company.number === open.number}
                    isOpening={opening.isPending && opening.variables === company.number}
                    onOpen={() => opening.mutate(company.number)}
                  />
                ))}
              </Records>
              {listed.length < listedMax ? null : (
                <p className="soft">{t('companies.limit', { shown: count(listedMax) })}</p>
              )}
            </>
          )
        }
      </Loaded>
      {isMaking ? (
        <CompanyDialog
          resellers={companies.data ?? []}
          onMade={(company) => {
            setMaking(false)
            setMade({ number: company.number, name: company.name })
          }}
          onClose={() => setMaking(false)}
        />
      ) : null}
    </section>
  )
}

function parentName(companies: readonly CompanyEntry[], parent: number | null): string {
  if (parent === null) return '—'
  const known = companies.find(({ number }) => number === parent)
  return known === undefined ? String(parent) : `${known.name} (${parent})`
}

type CompanyRowProps = {
  company: CompanyEntry
  parent: string
  isOpen: boolean
  isOpening: boolean
  onOpen: () => void
}

function CompanyRow({ company, parent, isOpen, isOpening, onOpen }: CompanyRowProps) {
  const { t } = useTranslation()
  const { number, name, currency, zone, people } = company
  return (
    <tr>
      <th scope="row">
        <span className="record-name">
          <bdi>{name}</bdi>
          {isOpen ? <span className="badge">{t('companies.isOpen')}</span> : null}
        </span>
      </th>
      <RecordCell title={t('companies.number')}>{number}</RecordCell>
      <RecordCell title={t('companies.parent')}>
        <bdi>{parent}</bdi>
      </RecordCell>
      <RecordCell title={t('companies.currency')}>{currency}</RecordCell>
      <RecordCell title={t('companies.zone')}>{zone}</RecordCell>
      <RecordCell title={t('companies.people')} kind="number">
        {count(people)}
      </RecordCell>
      <RecordCell title={t('companies.actions')} kind="acts">
        <Button
          size="xs"
          variant="default"
          aria-label={t('companies.openOf', { name })}
          loading={isOpening}
          onClick={onOpen}
        >
          {t('companies.open')}
        </Button>
      </RecordCell>
    </tr>
  )
}
