import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../asking/accounts.ts'
import { catalogueQuery, sessionQuery } from '../asking/queries.ts'
import { shareLinksPath, shareLinksQuery, type ShareLink } from '../asking/share-links.ts'
import { textIn } from '../i18n/language.ts'
import { ago, count, dateTime } from '../numbers.ts'
import { Confirm } from './Confirm.tsx'
import { Loaded } from './Loaded.tsx'
import { RecordCell, Records } from './Records.tsx'

/** The links that show graphs of the company without an account: what each shows, who looked, and taking one back. */
export function ShareLinksCard() {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const links = useQuery(shareLinksQuery)
  const queries = useQueryClient()
  const act = useAct()
  const [ending, setEnding] = useState<ShareLink>()
  const revoking = useMutation({
    mutationFn: ({ id }: ShareLink) => act(`${shareLinksPath}/${id}`, { method: 'DELETE' }),
    onSuccess: () => {
      setEnding(undefined)
      return queries.invalidateQueries({ queryKey: shareLinksQuery.queryKey })
    },
  })
  const title = t('shareLinks.title', { company: company.name })
  const columns = ['name', 'shows', 'madeBy', 'expires', 'opened'] as const
  return (
    <section className="card" aria-label={title}>
      <header className="card-head">
        <h2>{title}</h2>
      </header>
      <p className="card-lead soft">{t('shareLinks.lead')}</p>
      <Loaded query={links} height={160}>
        {(known) =>
          known.length === 0 ? (
            <p className="soft">{t('shareLinks.none')}</p>
          ) : (
            <Records
              label={title}
              columns={[
                ...columns.map((name) => ({ title: t(`shareLinks.${name}`) })),
                { title: t('tokens.actions'), kind: 'acts' as const },
              ]}
            >
              {known.map((link) => (
                <ShareLinkRow
                  key={link.id}
                  link={link}
                  onRevoke={() => {
                    revoking.reset()
                    setEnding(link)
                  }}
                />
              ))}
            </Records>
          )
        }
      </Loaded>
      {ending === undefined ? null : (
        <Confirm
          title={t('tokens.revokeTitle', { name: ending.name })}
          text={t('shareLinks.revokeText')}
          verb={t('tokens.revoke')}
          acting={revoking}
          onConfirm={() => revoking.mutate(ending)}
          onClose={() => setEnding(undefined)}
        />
      )}
    </section>
  )
}

function ShareLinkRow({ link, onRevoke }: { link: ShareLink; onRevoke: () => void }) {
  const { t, i18n } = useTranslation()
  const { zone } = useSuspenseQuery(sessionQuery).data.company
  const { data: catalogue } = useQuery(catalogueQuery)
  const [now] = useState(() => Date.now())
  const titleOf = (list: readonly { id: string; title: { en: string; ru: string } }[] | undefined, id: string) => {
    const found = list?.find((one) => one.id === id)
    return found === undefined ? id : textIn(found.title, i18n.language)
  }
  const { name, page, panel, showsMoney, madeBy, createdAt, expiresAt, openedAt, openedTimes, state } = link
  return (
    <tr>
      <th scope="row">
        <bdi className="record-name">{name}</bdi>
      </th>
      <RecordCell title={t('shareLinks.shows')}>
        <span>
          {titleOf(catalogue?.pages, page)}
          <span className="record-note">
            {[
              panel === null ? t('shareLinks.whole') : titleOf(catalogue?.panels, panel),
              ...(showsMoney ? [t('shareLinks.withMoney')] : []),
            ].join(' · ')}
          </span>
        </span>
      </RecordCell>
      <RecordCell title={t('shareLinks.madeBy')}>
        <span>
          <bdi>{madeBy}</bdi>
          <span className="record-note">{dateTime(createdAt, zone)}</span>
        </span>
      </RecordCell>
      <RecordCell title={t('shareLinks.expires')}>
        {state === 'open' ? (
          dateTime(expiresAt, zone)
        ) : (
          <span className="worse">{t(`shareLinks.states.${state}`)}</span>
        )}
      </RecordCell>
      <RecordCell title={t('shareLinks.opened')}>
        {openedAt === null ? (
          <span className="soft">{t('shareLinks.never')}</span>
        ) : (
          <span title={dateTime(openedAt, zone)}>
            {t('shareLinks.times', { count: openedTimes, times: count(openedTimes), ago: ago(openedAt, now) })}
          </span>
        )}
      </RecordCell>
      <RecordCell title={t('tokens.actions')} kind="acts">
        <Button size="xs" variant="default" aria-label={t('tokens.revokeOf', { name })} onClick={onRevoke}>
          {t('tokens.revoke')}
        </Button>
      </RecordCell>
    </tr>
  )
}
