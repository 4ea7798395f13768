import { escape, prose, schemaTable, typeOf } from './api-schema.ts'
import type { Schema } from './api-schema.ts'

type Content = Record<string, { schema: Schema }>
type Operation = {
  summary: string
  description?: string
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: Schema }[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}

/** The description of the API as a page to read: no scripts, nothing from elsewhere. */
export function apiPage(description: Readonly<Record<string, unknown>>): string {
  const paths = description['paths'] as Record<string, Record<string, Operation>>
  const sections = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => section(method, path, operation)),
  )
  const components = (description['components'] as { schemas: Record<string, Schema> }).schemas
  const schemas = Object.entries(components).map(
    ([name, schema]) => `<section id="${escape(name)}"><h3>${escape(name)}</h3>${schemaTable(schema)}</section>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Talkmeter API</title><link rel="stylesheet" href="/api/docs.css">
<main><h1>Talkmeter API</h1><p>Machine-readable: <a href="/api/v1/openapi.json">/api/v1/openapi.json</a> (OpenAPI 3.1).
Send <code>Authorization: Bearer &lt;token&gt;</code> with each request. Errors are problem documents (RFC 9457).</p>
${sections.join('\n')}<h2>Bodies</h2>${schemas.join('\n')}</main></html>`
}

export const apiPageStyle = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:0}
main{max-width:60rem;margin:auto;padding:1.5rem}section{border-top:1px solid #8884;padding:.75rem 0}
h3{font-size:1rem;margin:.25rem 0}h4{font-size:.9rem;margin:.75rem 0 0}code,pre{font:13px/1.5 ui-monospace,monospace}pre{overflow:auto}
p{margin:.35rem 0}.note{white-space:pre-line}table{border-collapse:collapse;width:100%}
td{padding:.2rem .75rem .2rem 0;vertical-align:top;overflow-wrap:anywhere}td:first-child{width:14rem}td.place{white-space:nowrap;width:7rem}`

function section(method: string, path: string, operation: Operation): string {
  const { summary, description, parameters = [], requestBody, responses } = operation
  const rows = parameters.map(
    ({ name, in: place, required, description: said = '', schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td class="place">${escape(place)}${required === true ? ', required' : ''}</td>` +
      `<td>${typeOf(schema)}. ${prose(said)}</td></tr>`,
  )
  const table = rows.length === 0 ? '' : `<table>${rows.join('')}</table>`
  const sent = requestBody === undefined ? '' : `<h4>Sent</h4>${contentTable(requestBody.content)}`
  const answers = Object.entries(responses)
    .filter(([status]) => status !== 'default')
    .map(([status, { content = {} }]) => `<h4>Answers ${escape(status)}</h4>${contentTable(content)}`)
  const note = description === undefined ? '' : `<p class="note">${prose(description)}</p>`
  return (
    `<section><h3><code>${method.toUpperCase()} ${escape(path)}</code></h3><p>${escape(summary)}</p>${note}` +
    `${table}${sent}${answers.join('')}</section>`
  )
}

function contentTable(content: Content): string {
  const rows = Object.entries(content).map(
    ([type, { schema }]) =>
      `<tr><td><code>${escape(type)}</code></td><td>${typeOf(schema)}. ${prose(schema.description ?? '')}</td></tr>`,
  )
  return rows.length === 0 ? '<p>Nothing.</p>' : `<table>${rows.join('')}</table>`
}
