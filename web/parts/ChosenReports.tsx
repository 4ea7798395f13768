import { Button, Checkbox } from '@mantine/core'
import { IconDownload, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Report } from '../asking/reports.ts'
import type { ReportActs } from '../use-report-acts.ts'

type ChosenReportsProps = { reports: readonly Report[]; acts: ReportActs; zone: string }

/** A box for all reports that are shown, what can be done with those that are chosen, and on which clock times are. */
export function ChosenReports({ reports, acts, zone }: ChosenReportsProps) {
  const { t } = useTranslation()
  const chosen = reports.filter(({ id }) => acts.chosen.has(id))
  const withFile = chosen.filter(({ file }) => file !== null)
  const finished = chosen.filter(({ status }) => status !== 'generating')
  const button = { size: 'xs', variant: 'default' } as const
  return (
    <div className="report-tools">
      <Checkbox
        size="xs"
        checked={chosen.length > 0 && chosen.length === reports.length}
        indeterminate={chosen.length > 0 && chosen.length < reports.length}
        onChange={(event) =>
          acts.choose(
            reports.map(({ id }) => id),
            event.currentTarget.checked,
          )
        }
        label={chosen.length === 0 ? t('reports.chooseAll') : t('reports.chosen', { count: chosen.length })}
      />
      {chosen.length === 0 ? null : (
        <>
          <Button
            {...button}
            leftSection={<IconDownload size={15} aria-hidden />}
            disabled={withFile.length === 0}
            loading={acts.isDownloading}
            onClick={() => acts.download(withFile)}
          >
            {t('reports.acts.download')}
          </Button>
          <Button
            {...button}
            leftSection={<IconRefresh size={15} aria-hidden />}
            disabled={finished.length === 0}
            loading={acts.acting.isPending && acts.acting.variables.which === 'generate'}
            onClick={() => acts.act('generate', finished)}
          >
            {t('reports.acts.generate')}
          </Button>
          <Button
            {...button}
            leftSection={<IconTrash size={15} aria-hidden />}
            onClick={() => acts.askToDelete(chosen)}
          >
            {t('reports.acts.delete')}
          </Button>
        </>
      )}
      <span className="report-zone soft">{t('reports.zone', { zone })}</span>
    </div>
  )
}
