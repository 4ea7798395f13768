import { useTranslation } from 'react-i18next'
import { reportFormats, type ReportFormat, type ReportLanguage, type ReportService } from '../asking/reports.ts'
import { languageNames, languages, textIn } from '../i18n/language.ts'
import type { ReportDraft } from '../use-report-draft.ts'
import { ChoiceField, TextField, useFault } from './Form.tsx'
import { ReportColumns } from './ReportColumns.tsx'
import { ReportTypeFilters } from './ReportTypeFilters.tsx'

type ReportFieldsProps = {
  draft: ReportDraft
  /** What it is called without a name. */
  usualName: string
}

/** What a report is, what it is called, and as which file it comes. */
export function ReportFields({ draft, usualName }: ReportFieldsProps) {
  const { t, i18n } = useTranslation()
  const { form, type } = draft
  return (
    <>
      <div className="fields report-fields">
        <ChoiceField
          className="report-wide"
          name="service"
          label={t('reports.service')}
          data={draft.services.map((value) => ({ value, label: t(`reports.services.${value}`) }))}
          value={form.service}
          data-autofocus
          onChange={(value) => value !== null && draft.setService(value as ReportService)}
        />
        <ChoiceField
          className="report-wide"
          name="type"
          label={t('reports.type')}
          data={draft.ofService.map((one) => ({ value: one.type, label: textIn(one.title, i18n.language) }))}
          value={form.type}
          onChange={(value) => value !== null && draft.setType(value)}
        />
        <TextField
          className="report-wide"
          name="name"
          label={t('reports.name')}
          required={false}
          autoComplete="off"
          maxLength={200}
          placeholder={usualName}
          value={form.name}
          onChange={(event) => draft.set({ name: event.currentTarget.value })}
        />
        <ChoiceField
          name="format"
          label={t('reports.format')}
          data={reportFormats.map((value) => ({ value, label: t(`reports.formatTexts.${value}`) }))}
          value={form.format}
          onChange={(value) => value !== null && draft.set({ format: value as ReportFormat })}
        />
        <ChoiceField
          name="language"
          label={t('reports.language')}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={form.language}
          onChange={(value) => value !== null && draft.set({ language: value as ReportLanguage })}
        />
      </div>
      <p className="soft report-about">{textIn(type.description, i18n.language)}</p>
    </>
  )
}

/** Which rows of the type a report has. */
export function ReportRowsFields({ draft }: { draft: ReportDraft }) {
  const { form, type } = draft
  return (
    <>
      <ReportTypeFilters names={type.filters} chosen={form.filters} onChange={draft.setFilter} />
      <FieldFault name="filters" />
    </>
  )
}

/** Which columns a report has, and in which order. */
export function ReportColumnsField({ draft }: { draft: ReportDraft }) {
  const { t } = useTranslation()
  const { form, type } = draft
  return (
    <fieldset className="report-columns">
      <legend>{t('reports.columns')}</legend>
      <ReportColumns
        columns={type.columns}
        chosen={form.columns}
        onChange={(columns) => draft.set({ columns })}
        onUsual={draft.takeUsualColumns}
      />
      <FieldFault name="columns" />
    </fieldset>
  )
}

/** What the API finds wrong with a field that is no line of text. */
export function FieldFault({ name }: { name: string }) {
  const fault = useFault(name)
  return (
    <>
      {/* The field that the API names. */}
      <input type="hidden" name={name} />
      {fault === undefined ? null : (
        <p className="worse report-field-fault" role="alert">
          {fault}
        </p>
      )}
    </>
  )
}
