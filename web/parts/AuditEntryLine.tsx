import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from '../asking/audit.ts'
import { useAuditWords } from '../use-audit-words.ts'
import { dateTime, exactTime } from '../numbers.ts'
import { AuditChanges } from './AuditChanges.tsx'

type AuditEntryLineProps = { entry: AuditEntry; zone: string; names: ReadonlyMap<string, string> }

/** An entry of the audit log on a line; it opens to what was changed, by whom and from where. */
export function AuditEntryLine({ entry, zone, names }: AuditEntryLineProps) {
  const { t } = useTranslation()
  const { actionOf, subjectOf, actorOf } = useAuditWords(names)
  const [isOpen, setOpen] = useState(false)
  const [actor, subject] = [actorOf(entry), subjectOf(entry)]
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <IconChevronRight size={15} className="entry-mark" aria-hidden />
          <time dateTime={entry.at}>{dateTime(entry.at, zone)}</time>
          <span className="audit-act">
            <b>{actionOf(entry)}</b> {subject === actor ? null : <bdi className="soft">{subject}</bdi>}
          </span>
          <bdi className="audit-who">{actor}</bdi>
          <span className="audit-from soft">{entry.address}</span>
        </summary>
        {isOpen ? (
          <div className="audit-more">
            <AuditChanges entry={entry} zone={zone} names={names} />
            <dl className="facts">
              <dt>{t('audit.entry', { place: entry.place })}</dt>
              <dd>{exactTime(entry.at, zone)}</dd>
              <dt>{t('audit.who')}</dt>
              <dd>
                <bdi>{actor}</bdi> <code className="soft">{entry.actor}</code>
              </dd>
              <dt>{t('audit.from')}</dt>
              <dd>{entry.address === '' ? '—' : entry.address}</dd>
              <dt>{t('audit.browser')}</dt>
              <dd>
                <bdi>{entry.userAgent === '' ? '—' : entry.userAgent}</bdi>
              </dd>
              <dt>{t('audit.code')}</dt>
              <dd>
                <code>
                  {entry.action} {entry.subject}
                </code>
              </dd>
              <dt>{t('audit.fingerprint')}</dt>
              <dd>
                <code>{entry.hash}</code>
              </dd>
            </dl>
          </div>
        ) : null}
      </details>
    </li>
  )
}
