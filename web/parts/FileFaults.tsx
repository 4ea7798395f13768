import { useTranslation } from 'react-i18next'
import type { FileFault } from '../asking/tariffs.ts'
import { faultIn } from '../i18n/faults.ts'
import { count as shown } from '../numbers.ts'
import { RecordCell, Records } from './Records.tsx'

/** What is wrong in a file, line by line, as far as it is told. */
export function FileFaults({ faults, count }: { faults: readonly FileFault[]; count: number }) {
  const { t } = useTranslation()
  return (
    <>
      <p role="alert">{t('tariffs.faults', { count, shown: shown(count) })}</p>
      <div className="rows-scroll tariff-faults">
        <Records
          label={t('tariffs.faultList')}
          columns={[
            { title: t('tariffs.columns.line'), kind: 'number' },
            { title: t('tariffs.columns.field') },
            { title: t('tariffs.columns.fault') },
          ]}
        >
          {faults.map(({ line, field, detail }) => {
            const known = faultIn(detail)
            return (
              <tr key={`${line} ${field} ${detail}`}>
                <th scope="row" className="is-number">
                  {shown(line)}
                </th>
                <RecordCell title={t('tariffs.columns.field')}>
                  <code>{field}</code>
                </RecordCell>
                <RecordCell title={t('tariffs.columns.fault')}>
                  {known === undefined ? <span lang="en">{detail}</span> : t(`form.faults.${known.word}`, known.values)}
                </RecordCell>
              </tr>
            )
          })}
        </Records>
      </div>
      {faults.length < count ? (
        <p className="soft">{t('tariffs.faultsMore', { shown: shown(faults.length) })}</p>
      ) : null}
    </>
  )
}
