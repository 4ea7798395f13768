import { useTranslation } from 'react-i18next'
import { roles, scopes } from './asking/accounts.ts'
import type { AuditEntry } from './asking/audit.ts'
import { textIn } from './i18n/language.ts'
import { dateTime } from './numbers.ts'

/** The words of the audit log in the language of the page; what has no words here is shown as it is written. */
export function useAuditWords(names: ReadonlyMap<string, string>) {
  const { t, i18n } = useTranslation()

  /** Keys are made of what the log says, which may be of a later version. */
  const word = (key: string, values: Record<string, string> = {}): string | undefined =>
    i18n.exists(key, { returnObjects: false }) ? t(key as 'audit.subjects.user', { id: '', ...values }) : undefined

  function valueOf(field: string, value: unknown, zone: string): string {
    if (value === null || value === undefined || value === '') return t('audit.empty')
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
    if (Array.isArray(value)) return value.map((one) => valueOf(field, one, zone)).join(', ')
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    if (field === 'role') return known(roles, text) ? t(`top.roles.${text}`) : text
    if (field === 'scopes') return known(scopes, text) ? t(`tokens.scopeTitles.${text}`) : text
    if (field === 'user') return names.get(`user:${text}`) ?? text
    if (field === 'logo') return t('draft.picture')
    if (field === 'expiresAt' || field === 'validFrom') return dateTime(text, zone)
    return text
  }

  return {
    actionOf: ({ title }: AuditEntry) => textIn(title, i18n.language),
    /** What it was done to, by its name where the entry or the company tells it. */
    subjectOf: ({ subject, before, after }: AuditEntry) => {
      const name = names.get(subject) ?? nameIn(after) ?? nameIn(before) ?? names.get(userIn(after))
      if (name !== undefined) return name
      const [kind = '', id = ''] = subject.split(':')
      return word(`audit.subjects.${kind}`, { id }) ?? subject
    },
    actorOf: ({ actor, actorName }: AuditEntry) => {
      if (actor in named) return t(named[actor as keyof typeof named])
      const [kind, id = ''] = actor.split(':')
      return kind === 'token' ? (names.get(actor) ?? t('audit.subjects.token', { id })) : actorName
    },
    fieldOf: (field: string) =>
      word(`audit.fields.${field}`) ??
      word(`companyDetails.fields.${field}`) ??
      word(`platform.fields.${field}`) ??
      field,
    valueOf,
  }
}

/** Those who act and are no people. */
const named = { cli: 'audit.commandLine', system: 'audit.system', nobody: 'audit.nobody' } as const

function known<Word extends string>(words: readonly Word[], text: string): text is Word {
  return words.some((one) => one === text)
}

/** The person that an entry is about, as the log names them. */
function userIn(said: unknown): string {
  return said !== null && typeof said === 'object' && 'user' in said ? `user:${String(said.user)}` : ''
}

function nameIn(said: unknown): string | undefined {
  if (said === null || typeof said !== 'object') return undefined
  const { name, email } = said as { name?: unknown; email?: unknown }
  return [name, email].find((one): one is string => typeof one === 'string')
}
