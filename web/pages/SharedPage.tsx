import { Skeleton } from '@mantine/core'
import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { aboutQuery, fetchSharedFile, isOver, makeSharedQueries, type SharedAbout } from '../asking/shared-page.ts'
import type { Refusal } from '../asking/ask.ts'
import { brandingQuery } from '../asking/queries.ts'
import { textIn } from '../i18n/language.ts'
import { dateTime } from '../numbers.ts'
import { Brand } from '../parts/Brand.tsx'
import { FileTaking } from '../parts/CardMenu.tsx'
import { EntryCard } from '../parts/EntryCard.tsx'
import { FailureNote } from '../parts/FailureNote.tsx'
import { LanguageChoice } from '../parts/LanguageChoice.tsx'
import { SharedGraphs } from '../parts/SharedGraphs.tsx'
import { saveFile } from '../save-file.ts'
import { useTitle } from '../use-title.ts'

/** Where a link without an account leads: the secret behind the # is sent with each question, and never stands in an address. */
export function SharedPage() {
  const { hash } = useLocation()
  return <Opened key={hash} secret={hash} />
}

function Opened({ secret }: { secret: string }) {
  const outer = useQueryClient()
  const [over, setOver] = useState<Refusal>()
  const queries = useMemo(() => {
    const own = makeSharedQueries(setOver)
    own.setQueryData(brandingQuery.queryKey, outer.getQueryData(brandingQuery.queryKey))
    return own
  }, [outer])
  const take = useCallback(
    async (address: string) => {
      try {
        const { blob, name } = await fetchSharedFile(address, secret)
        saveFile(blob, name)
      } catch (error) {
        if (isOver(error)) setOver(error)
      }
    },
    [secret],
  )
  if (secret === '' || over !== undefined) return <Over error={over} />
  return (
    <QueryClientProvider client={queries}>
      <FileTaking value={take}>
        <About secret={secret} />
      </FileTaking>
    </QueryClientProvider>
  )
}

function About({ secret }: { secret: string }) {
  const { t } = useTranslation()
  const { data, error, isFetching, refetch } = useQuery(aboutQuery(secret, useQueryClient()))
  if (data !== undefined) return <SharedFrame link={data} secret={secret} />
  if (error === null)
    return (
      <main className="shared" aria-busy="true">
        <Skeleton height={420} radius={12} />
      </main>
    )
  return (
    <EntryCard title={t('sharedPage.title')}>
      <FailureNote error={error} isRetrying={isFetching} onRetry={() => void refetch()} />
    </EntryCard>
  )
}

function SharedFrame({ link, secret }: { link: SharedAbout; secret: string }) {
  const { t, i18n } = useTranslation()
  const page = link.catalogue.pages[0]
  useTitle(link.name, link.company.name)
  return (
    <div className="shared">
      <header className="shared-head">
        <div className="menu-brand">
          <Brand />
        </div>
        <div className="shared-title">
          <h1>
            <bdi>{link.name}</bdi>
          </h1>
          <p className="soft">
            <bdi>{link.company.name}</bdi>
            {page === undefined ? '' : ` · ${textIn(page.title, i18n.language)}`}
          </p>
        </div>
        <LanguageChoice />
      </header>
      <main>
        <SharedGraphs link={link} secret={secret} />
      </main>
      <footer className="shared-foot soft">
        {t('sharedPage.until', {
          company: link.company.name,
          time: dateTime(link.expiresAt, link.zone),
          zone: link.zone,
        })}
      </footer>
    </div>
  )
}

/** Why a link is over, by what the API says of it. */
const reasons = [
  [/limited time/, 'expired'],
  [/taken back/, 'revoked'],
  [/nothing any more/, 'ended'],
] as const

/** A link that leads nowhere, or not any more, and whom to ask. */
function Over({ error }: { error: Refusal | undefined }) {
  const { t } = useTranslation()
  const detail = error?.problem.detail ?? ''
  const reason = reasons.find(([words]) => words.test(detail))?.[1]
  const [, company] = /Ask “(.*)” for a new one\.$/s.exec(detail) ?? []
  return (
    <EntryCard title={t(reason === undefined ? 'sharedPage.unknown' : 'sharedPage.over')}>
      <p>{reason === undefined ? t('sharedPage.unknownText') : t(`sharedPage.reasons.${reason}`)}</p>
      {company === undefined ? null : <p>{t('sharedPage.askCompany', { company })}</p>}
    </EntryCard>
  )
}
