import type { Text } from '../measures/text.ts'

/** Everything that the audit log tells of, each a noun and a past participle, and how people call it. */
export const acts = {
  'company.created': { en: 'Company made', ru: 'Компания создана' },
  'company.changed': { en: 'Company details changed', ru: 'Реквизиты компании изменены' },
  'company.opened': { en: 'Company opened', ru: 'Компания открыта' },
  'company.opened-by-staff': {
    en: 'Company opened by platform staff',
    ru: 'Компания открыта администратором платформы',
  },
  'person.created': { en: 'Person made', ru: 'Сотрудник создан' },
  'person.rescued': { en: 'Access given back', ru: 'Доступ восстановлен' },
  'person.role-changed': { en: 'Role changed', ru: 'Роль изменена' },
  'person.removed': { en: 'Person removed', ru: 'Сотрудник удалён' },
  'person.switched-on': { en: 'Account switched on', ru: 'Учётная запись включена' },
  'person.switched-off': { en: 'Account switched off', ru: 'Учётная запись выключена' },
  'invitation.created': { en: 'Invitation made', ru: 'Приглашение создано' },
  'invitation.accepted': { en: 'Invitation accepted', ru: 'Приглашение принято' },
  'invitation.revoked': { en: 'Invitation revoked', ru: 'Приглашение отозвано' },
  'token.created': { en: 'Token made', ru: 'Токен создан' },
  'token.revoked': { en: 'Token revoked', ru: 'Токен отозван' },
  'session.opened': { en: 'Signed in', ru: 'Выполнен вход' },
  'profile.changed': { en: 'Profile changed', ru: 'Профиль изменён' },
  'password.changed': { en: 'Password changed', ru: 'Пароль изменён' },
  'second-factor.added': { en: 'Second factor added', ru: 'Второй фактор включён' },
  'second-factor.removed': { en: 'Second factor removed', ru: 'Второй фактор выключен' },
  'platform.changed': { en: 'Platform settings changed', ru: 'Настройки платформы изменены' },
  'installation.set-up': { en: 'Installation set up', ru: 'Установка настроена' },
  'session.closed': { en: 'Signed out', ru: 'Выполнен выход' },
  'session.refused': { en: 'Sign-in refused', ru: 'Вход отклонён' },
  'sessions.closed': { en: 'Other sessions ended', ru: 'Другие сеансы завершены' },
  'identity.linked': { en: 'Sign-in of a provider linked', ru: 'Привязан вход через провайдера' },
  'person.searched': { en: 'Recipient searched for', ru: 'Искали получателя' },
  'person.exported': { en: 'Data of a recipient exported', ru: 'Выгружены данные получателя' },
  'erasure.begun': { en: 'Erasure begun', ru: 'Удаление данных начато' },
  'erasure.finished': { en: 'Erasure finished', ru: 'Удаление данных завершено' },
  'retention.applied': { en: 'Old details forgotten', ru: 'Удалены старые подробности' },
  'tariff.version-made': { en: 'Tariff changed', ru: 'Тариф изменён' },
  'tariff.version-withdrawn': { en: 'Version of a tariff withdrawn', ru: 'Версия тарифа отозвана' },
  'low-balance-notice.changed': { en: 'Low-balance notice changed', ru: 'Изменено уведомление о низком балансе' },
  'report.created': { en: 'Report asked for', ru: 'Отчёт заказан' },
  'report.generated-again': { en: 'Report generated again', ru: 'Отчёт формируется заново' },
  'report.canceled': { en: 'Report canceled', ru: 'Отчёт отменён' },
  'report.deleted': { en: 'Report deleted', ru: 'Отчёт удалён' },
  'report.downloaded': { en: 'Report downloaded', ru: 'Отчёт скачан' },
  'report-schedule.created': { en: 'Schedule of reports made', ru: 'Создано расписание отчётов' },
  'report-schedule.changed': { en: 'Schedule of reports changed', ru: 'Изменено расписание отчётов' },
  'report-schedule.deleted': { en: 'Schedule of reports deleted', ru: 'Удалено расписание отчётов' },
  'report-webhook.changed': { en: 'Webhook of reports changed', ru: 'Изменён вебхук отчётов' },
  'share-link.created': { en: 'Link without an account made', ru: 'Создана ссылка без входа' },
  'share-link.revoked': { en: 'Link without an account revoked', ru: 'Отозвана ссылка без входа' },
  'view.created': { en: 'View of the company made', ru: 'Создано представление компании' },
  'view.changed': { en: 'View of the company changed', ru: 'Изменено представление компании' },
  'view.deleted': { en: 'View of the company deleted', ru: 'Удалено представление компании' },
  'webhook.changed': { en: 'Webhook of the company changed', ru: 'Изменён вебхук компании' },
  'second-factor.codes-renewed': { en: 'New recovery codes made', ru: 'Созданы новые резервные коды' },
  'invoice.created': { en: 'Invoice made', ru: 'Счёт создан' },
  'invoice.revised': { en: 'Invoice revised', ru: 'Счёт изменён' },
  'invoice.voided': { en: 'Invoice voided', ru: 'Счёт аннулирован' },
  'invoice.revision-proposed': { en: 'Revision of an invoice proposed', ru: 'Предложена ревизия счёта' },
  'invoice.revision-refused': { en: 'Revision of an invoice refused', ru: 'Ревизия счёта отклонена' },
  'invoicing.changed': { en: 'Settings of invoices changed', ru: 'Настройки счетов изменены' },
  'payment.recorded': { en: 'Payment recorded', ru: 'Платёж записан' },
  'payment.taken-back': { en: 'Payment taken back', ru: 'Платёж отменён' },
  'statement.imported': { en: 'Bank statement imported', ru: 'Выписка загружена' },
  'statement.line-decided': { en: 'Line of a statement decided', ru: 'Решение по строке выписки' },
} as const satisfies Record<string, Text>

export type ActName = keyof typeof acts

/** How an entry's action is called; what an earlier or later version wrote keeps its name. */
export function titleOfAct(action: string): Text {
  return Object.hasOwn(acts, action) ? acts[action as ActName] : { en: action, ru: action }
}

/** The actions whose titles hold a text, in any language, without regard to case. */
export function actsTitled(text: string): string[] {
  const sought = text.toLowerCase()
  return Object.entries(acts)
    .filter(([, title]) => Object.values(title).some((words) => words.toLowerCase().includes(sought)))
    .map(([action]) => action)
}
