import type { Letter } from './mail.ts'
import type { ReportNotice } from './notice.ts'

/** A file is in the letter up to so many bytes; mail servers take little more. */
export const attachedBytesMax = 10 * 1024 * 1024

/** What people are written when a report of a schedule is ready or went wrong, in the language of the company. */
export function reportLetter({ id, company, report }: ReportNotice, to: string, publicUrl: string | undefined): Letter {
  const locale = company.language === 'ru' ? 'ru' : 'en'
  const link = publicUrl === undefined ? [] : ['', `${publicUrl}/reports`]
  const { subject, lines } = words[locale](report, report.file?.rows.toLocaleString(locale) ?? '')
  return { id: `report-${id}-${to.split('@')[0]}`, to, subject, text: [...lines, ...link].join('\n') }
}

type Words = (report: ReportNotice['report'], rows: string) => { subject: string; lines: string[] }

const words: Readonly<Record<'en' | 'ru', Words>> = {
  en: ({ name, error, file }, rows) =>
    file === null
      ? {
          subject: `${name}: the report could not be made`,
          lines: [`The report “${name}” could not be made.`, error ?? ''],
        }
      : {
          subject: name,
          lines: [
            `The report “${name}” is ready: ${rows} rows.`,
            file.bytes > attachedBytesMax
              ? 'It is too large for a letter; download it from the page of reports.'
              : 'It is attached to this letter.',
            'Who gets these letters is set in the schedules of reports.',
          ],
        },
  ru: ({ name, error, file }, rows) =>
    file === null
      ? { subject: `${name}: отчёт не сформирован`, lines: [`Отчёт «${name}» не удалось сформировать.`, error ?? ''] }
      : {
          subject: name,
          lines: [
            `Отчёт «${name}» готов, строк: ${rows}.`,
            file.bytes > attachedBytesMax
              ? 'Он слишком велик для письма — скачайте его на странице отчётов.'
              : 'Он приложен к этому письму.',
            'Кому приходят такие письма, задаётся в расписаниях отчётов.',
          ],
        },
}
