import { IconLink } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { checkAudit, type Chain } from '../asking/audit.ts'
import { FailureNote } from './FailureNote.tsx'

/** Whether the log is as it was written, checked when asked for and told in words. */
export function AuditCheck({ chain }: { chain: Chain }) {
  const { t } = useTranslation()
  const checking = useMutation({ mutationFn: () => checkAudit(chain) })
  const { data, error, isPending } = checking
  return (
    <div className="audit-check">
      <p className="soft">{t('audit.about')}</p>
      <button type="button" className="chip" disabled={isPending} onClick={() => checking.mutate()}>
        <IconLink size={15} stroke={1.7} aria-hidden />
        {t(isPending ? 'audit.checking' : 'audit.check')}
      </button>
      <output className={data?.brokenAt === null ? 'better' : 'worse'}>
        {data === undefined || isPending
          ? null
          : data.brokenAt === null
            ? t('audit.whole', { count: data.entries })
            : t('audit.broken', { place: data.brokenAt })}
      </output>
      {data?.brokenAt === null && !isPending ? (
        <p className="soft audit-newest">
          {t('audit.newest')} <code>{data.hash}</code>
        </p>
      ) : null}
      {error === null ? null : <FailureNote error={error} />}
    </div>
  )
}
