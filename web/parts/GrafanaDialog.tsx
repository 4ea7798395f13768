import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Trans, useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { CopyCommand } from './CopyCommand.tsx'
import { Dialog } from './Dialog.tsx'

const install = 'grafana cli plugins install yesoreyeram-infinity-datasource'

/** The same graphs in Grafana: the files for it, and three steps. */
export function GrafanaDialog({ zone, onClose }: { zone: string; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { scopes } = useSuspenseQuery(sessionQuery).data
  const files = `/api/v1/grafana/files.zip?${new URLSearchParams({ lang: i18n.language, tz: zone }).toString()}`
  return (
    <Dialog title={t('grafana.title')} size={620} onClose={onClose}>
      <p className="soft">{t('grafana.text')}</p>
      <ol className="steps">
        <li>
          <h3>{t('grafana.step1')}</h3>
          <p className="soft">
            <Trans i18nKey="grafana.step1Text" components={{ code: <code /> }} />
          </p>
          <Button component="a" size="sm" href={files} download leftSection={<IconDownload size={16} />} data-autofocus>
            {t('grafana.download')}
          </Button>
        </li>
        <li>
          <h3>{t('grafana.step2')}</h3>
          <CopyCommand command={install} isReady />
        </li>
        <li>
          <h3>{t('grafana.step3')}</h3>
          <p className="soft">
            <Trans
              i18nKey={scopes.includes('admin') ? 'grafana.step3Text' : 'grafana.step3Asked'}
              components={{ code: <code />, tokens: <Link to="/settings/tokens" className="link" /> }}
            />
          </p>
        </li>
      </ol>
      <p className="soft steps-after">
        <Trans i18nKey="grafana.more" components={{ code: <code /> }} />
      </p>
    </Dialog>
  )
}
