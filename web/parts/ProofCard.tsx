import { Button } from '@mantine/core'
import { IconScale } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { companiesQuery, type CompanyEntry } from '../asking/accounts.ts'
import { checkNames, proveCompany, type Check, type Proof } from '../asking/proof.ts'
import { count } from '../numbers.ts'
import { FailureNote } from './FailureNote.tsx'
import { Loaded } from './Loaded.tsx'
import { RecordCell, Records } from './Records.tsx'

/** What is known of a company by now: nothing, that it is compared, what was found, or why it could not be. */
type Known = 'running' | Proof | Error

/** Compares all companies, one after another; what is found stays on the page. */
export function ProofCard() {
  const { t } = useTranslation()
  const companies = useQuery(companiesQuery(''))
  const [known, setKnown] = useState<ReadonlyMap<number, Known>>(new Map())
  const [isRunning, setRunning] = useState(false)
  const isStopped = useRef(false)

  async function prove(listed: readonly CompanyEntry[]) {
    setRunning(true)
    isStopped.current = false
    setKnown(new Map())
    const tell = (number: number, one: Known) => setKnown((before) => new Map(before).set(number, one))
    for (const { number } of listed) {
      if (isStopped.current) break
      tell(number, 'running')
      tell(number, await proveCompany(number).catch((error: Error) => error))
    }
    setRunning(false)
  }

  return (
    <section className="card" aria-label={t('proof.list')} aria-busy={isRunning}>
      <header className="card-head card-head-tools">
        <p className="soft">{t('proof.about')}</p>
        <Button
          leftSection={<IconScale size={15} aria-hidden />}
          disabled={companies.data === undefined}
          variant={isRunning ? 'default' : 'filled'}
          onClick={() => {
            if (isRunning) isStopped.current = true
            else void prove(companies.data ?? [])
          }}
        >
          {t(isRunning ? 'proof.stop' : 'proof.check')}
        </Button>
      </header>
      <output className="soft">{isRunning || known.size === 0 ? null : <Summary known={[...known.values()]} />}</output>
      <Loaded query={companies} height={240}>
        {(listed) => (
          <Records
            label={t('proof.list')}
            columns={[
              { title: t('companies.name') },
              ...checkNames.map((name) => ({ title: t(`proof.checks.${name}`), kind: 'number' as const })),
              { title: t('proof.pending'), kind: 'number' },
            ]}
          >
            {listed.map((company) => (
              <ProofRow key={company.number} company={company} known={known.get(company.number)} />
            ))}
          </Records>
        )}
      </Loaded>
    </section>
  )
}

function Summary({ known }: { known: readonly Known[] }) {
  const { t } = useTranslation()
  const proofs = known.filter((one): one is Proof => one !== 'running' && !(one instanceof Error))
  const checks = proofs.flatMap((proof) => proof.checks)
  const compared = checks.reduce((sum, check) => sum + check.compared, 0)
  const differing = checks.reduce((sum, check) => sum + differencesIn(check), 0)
  return (
    <span className={differing === 0 ? 'better' : 'worse'}>
      {differing === 0
        ? t('proof.one', { count: compared, shown: count(compared) })
        : t('proof.differ', { count: differing, shown: count(differing), compared: count(compared) })}
    </span>
  )
}

function differencesIn({ differences, more }: Check): number {
  return differences.length + more
}

function ProofRow({ company, known }: { company: CompanyEntry; known: Known | undefined }) {
  const { t } = useTranslation()
  const proof = known === undefined || known === 'running' || known instanceof Error ? undefined : known
  const wrong = proof?.checks.filter((check) => differencesIn(check) > 0) ?? []
  return (
    <>
      <tr aria-busy={known === 'running'}>
        <th scope="row">
          <span className="record-name">
            <bdi>{company.name}</bdi>
            {known === 'running' ? <span className="badge">{t('proof.running')}</span> : null}
          </span>
          {known instanceof Error ? <FailureNote error={known} general="failure.form" /> : null}
        </th>
        {checkNames.map((name) => (
          <RecordCell key={name} title={t(`proof.checks.${name}`)} kind="number">
            <Found check={proof?.checks.find(({ check }) => check === name)} />
          </RecordCell>
        ))}
        <RecordCell title={t('proof.pending')} kind="number">
          {proof === undefined ? '—' : count(proof.pending.length)}
        </RecordCell>
      </tr>
      {wrong.length === 0 ? null : (
        <tr>
          <td colSpan={checkNames.length + 2}>
            {wrong.map((check) => (
              <Differences key={check.check} check={check} />
            ))}
          </td>
        </tr>
      )}
    </>
  )
}

function Found({ check }: { check: Check | undefined }) {
  const { t } = useTranslation()
  if (check === undefined) return <>—</>
  const differing = differencesIn(check)
  return (
    <span className={differing === 0 ? 'better' : 'worse'}>
      {differing === 0
        ? `✓ ${count(check.compared)}`
        : t('proof.of', { wrong: count(differing), all: count(check.compared) })}
    </span>
  )
}

function Differences({ check: { check, differences, more } }: { check: Check }) {
  const { t } = useTranslation()
  return (
    <details className="proof-differences" open={differences.length < 6}>
      <summary>{t(`proof.checks.${check}`)}</summary>
      <ul>
        {differences.map(({ where, wanted, found }) => (
          <li key={where}>
            <code>{where}</code> {t('proof.difference', { wanted, found })}
          </li>
        ))}
      </ul>
      {more === 0 ? null : <p className="soft">{t('proof.more', { count: more, shown: count(more) })}</p>}
    </details>
  )
}
