import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tokensQuery, useAct, type Token } from '../asking/accounts.ts'
import { sessionQuery } from '../asking/queries.ts'
import { ago } from '../numbers.ts'
import { Confirm } from './Confirm.tsx'
import { Loaded } from './Loaded.tsx'
import { Records } from './Records.tsx'
import { TokenDialog } from './TokenDialog.tsx'
import { TokenRow } from './TokenRow.tsx'

/** The tokens of the company: what each may, until when, and when it was last used. */
export function TokensCard() {
  const { t } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const tokens = useQuery(tokensQuery)
  const queries = useQueryClient()
  const act = useAct()
  const [now] = useState(() => Date.now())
  const [isMaking, setMaking] = useState(false)
  const [ending, setEnding] = useState<Token>()
  const revoking = useMutation({
    mutationFn: ({ id }: Token) => act(`tokens/${id}`, { method: 'DELETE' }),
    onSuccess: () => {
      setEnding(undefined)
      return queries.invalidateQueries({ queryKey: tokensQuery.queryKey })
    },
  })
  const title = t('tokens.title', { company: company.name })
  return (
    <section className="card" aria-label={title}>
      <header className="card-head">
        <h2>{title}</h2>
        <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setMaking(true)}>
          {t('tokens.new')}
        </Button>
      </header>
      <p className="card-lead soft">{t('tokens.text')}</p>
      <Loaded query={tokens} height={160}>
        {(known) =>
          known.length === 0 ? (
            <p className="soft">{t('tokens.none')}</p>
          ) : (
            <Records
              label={title}
              columns={[
                { title: t('tokens.name') },
                { title: t('tokens.scopes') },
                { title: t('tokens.lastUsed') },
                { title: t('tokens.expires') },
                { title: t('tokens.created') },
                { title: t('tokens.actions'), kind: 'acts' },
              ]}
            >
              {known.map((token) => (
                <TokenRow
                  key={token.id}
                  token={token}
                  now={now}
                  zone={company.zone}
                  onRevoke={() => {
                    revoking.reset()
                    setEnding(token)
                  }}
                />
              ))}
            </Records>
          )
        }
      </Loaded>
      {isMaking ? <TokenDialog onClose={() => setMaking(false)} /> : null}
      {ending === undefined ? null : (
        <Confirm
          title={t('tokens.revokeTitle', { name: ending.name })}
          text={[
            ending.lastUsedAt === null ? '' : t('tokens.revokeUsed', { ago: ago(ending.lastUsedAt, now) }),
            t('tokens.revokeText'),
          ].join(' ')}
          verb={t('tokens.revoke')}
          acting={revoking}
          onConfirm={() => revoking.mutate(ending)}
          onClose={() => setEnding(undefined)}
        />
      )}
    </section>
  )
}
