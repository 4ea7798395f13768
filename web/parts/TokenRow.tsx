import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Token } from '../asking/accounts.ts'
import { ago, dateTime } from '../numbers.ts'
import { RecordCell } from './Records.tsx'

type TokenRowProps = { token: Token; now: number; zone: string; onRevoke: () => void }

/** A token as a row: never its secret. */
export function TokenRow({ token, now, zone, onRevoke }: TokenRowProps) {
  const { t } = useTranslation()
  const { name, prefix, scopes, lastUsedAt, createdAt, createdBy } = token
  return (
    <tr>
      <th scope="row">
        <bdi className="record-name">{name}</bdi>
        <code className="record-note">{prefix}…</code>
      </th>
      <RecordCell title={t('tokens.scopes')}>
        <span className="tags">
          {scopes.map((scope) => (
            <span key={scope} className="tag" title={t(`tokens.scopeTexts.${scope}`)}>
              {t(`tokens.scopeTitles.${scope}`)}
            </span>
          ))}
        </span>
      </RecordCell>
      <RecordCell title={t('tokens.lastUsed')}>
        {lastUsedAt === null ? (
          <span className="soft">{t('tokens.neverUsed')}</span>
        ) : (
          <span title={dateTime(lastUsedAt, zone)}>{ago(lastUsedAt, now)}</span>
        )}
      </RecordCell>
      <RecordCell title={t('tokens.expires')}>
        <Expiry token={token} now={now} zone={zone} />
      </RecordCell>
      <RecordCell title={t('tokens.created')}>
        {dateTime(createdAt, zone)}
        {createdBy === null ? null : <span className="record-note">{t('tokens.createdBy', { who: createdBy })}</span>}
      </RecordCell>
      <RecordCell title={t('tokens.actions')} kind="acts">
        <Button size="xs" variant="default" aria-label={t('tokens.revokeOf', { name })} onClick={onRevoke}>
          {t('tokens.revoke')}
        </Button>
      </RecordCell>
    </tr>
  )
}

function Expiry({ token: { expiresAt }, now, zone }: { token: Token; now: number; zone: string }) {
  const { t } = useTranslation()
  if (expiresAt === null) return t('tokens.never')
  if (Date.parse(expiresAt) > now) return dateTime(expiresAt, zone)
  return <span className="worse">{t('tokens.expired', { ago: ago(expiresAt, now) })}</span>
}
