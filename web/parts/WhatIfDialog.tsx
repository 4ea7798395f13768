import { Select } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../asking/queries.ts'
import { whatIfQuery, type Version, type WhatIf } from '../asking/tariffs.ts'
import { dateTime, count, money } from '../numbers.ts'
import { temporal } from '../periods/temporal.ts'
import { Dialog } from './Dialog.tsx'
import { Loaded } from './Loaded.tsx'
import { RecordCell, Records } from './Records.tsx'

const monthsBack = 12

/** What a month would cost by a version of the tariff, beside what it costs. */
export function WhatIfDialog({ version, onClose }: { version: Version; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const { company } = useSuspenseQuery(sessionQuery).data
  const months = monthsOf(company.zone, i18n.language)
  const [month, setMonth] = useState(months[0]!.value)
  const { from, to } = months.find(({ value }) => value === month)!
  const query = useQuery(whatIfQuery(version.id, from, to))
  return (
    <Dialog title={t('whatIf.title', { time: dateTime(version.validFrom, company.zone) })} size={760} onClose={onClose}>
      <div className="confirm">
        <p className="soft">{t('whatIf.about')}</p>
        <Select
          label={t('whatIf.month')}
          allowDeselect={false}
          comboboxProps={{ shadow: 'none' }}
          data={months.map(({ value, label }) => ({ value, label }))}
          value={month}
          onChange={(value) => value !== null && setMonth(value)}
        />
        <Loaded query={query} height={160}>
          {({ services }) =>
            services.length === 0 ? <p className="soft">{t('whatIf.nothing')}</p> : <Beside rows={services} />
          }
        </Loaded>
      </div>
    </Dialog>
  )
}

function Beside({ rows }: { rows: WhatIf['services'] }) {
  const { t } = useTranslation()
  const priced = rows.filter(({ currency }) => currency !== '')
  const unpriced = rows.reduce((sum, row) => sum + row.unpricedOther, 0)
  return (
    <>
      <Records
        label={t('whatIf.label')}
        columns={[
          { title: t('whatIf.service') },
          { title: t('whatIf.present'), kind: 'number' },
          { title: t('whatIf.other'), kind: 'number' },
          { title: t('whatIf.difference'), kind: 'number' },
        ]}
      >
        {priced.map(({ service, currency, present, other, difference }) => (
          <tr key={`${service} ${currency}`}>
            <th scope="row">{t(`services.${service}`)}</th>
            <RecordCell title={t('whatIf.present')} kind="number">
              {money(present, currency)}
            </RecordCell>
            <RecordCell title={t('whatIf.other')} kind="number">
              {money(other, currency)}
            </RecordCell>
            <RecordCell title={t('whatIf.difference')} kind="number">
              {money(difference, currency)}
            </RecordCell>
          </tr>
        ))}
      </Records>
      {unpriced === 0 ? null : (
        <p className="worse">{t('whatIf.unpriced', { count: unpriced, shown: count(unpriced) })}</p>
      )}
    </>
  )
}

/** The months up to now, the latest first, by the clock of the company. */
function monthsOf(zone: string, language: string) {
  const now = temporal.Now.zonedDateTimeISO(zone)
  const first = now.with({ day: 1 }).startOfDay()
  return Array.from({ length: monthsBack }, (_, back) => {
    const from = first.subtract({ months: back }).startOfDay()
    const to = from.add({ months: 1 }).startOfDay()
    return {
      value: from.toPlainDate().toString(),
      label: from.toLocaleString(language, { month: 'long', year: 'numeric' }),
      from: from.toInstant().toString(),
      to: to.toInstant().toString(),
    }
  })
}
