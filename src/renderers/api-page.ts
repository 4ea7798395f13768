type Operation = { summary: string; parameters?: { name: string; in: string; description?: string; schema: unknown }[] }

/** The description of the API as a page to read: no scripts, nothing from elsewhere. */
export function apiPage(description: Readonly<Record<string, unknown>>): string {
  const paths = description['paths'] as Record<string, Record<string, Operation>>
  const sections = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => section(method, path, operation)),
  )
  const components = (description['components'] as { schemas: Record<string, unknown> }).schemas
  const schemas = Object.entries(components).map(
    ([name, schema]) =>
      `<details id="${escape(name)}"><summary>${escape(name)}</summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Talkmeter API</title><link rel="stylesheet" href="/api/docs.css">
<main><h1>Talkmeter API</h1><p>Machine-readable: <a href="/api/v1/openapi.json">/api/v1/openapi.json</a> (OpenAPI 3.1).
Send <code>Authorization: Bearer &lt;token&gt;</code> with each request. Errors are problem documents (RFC 9457).</p>
${sections.join('\n')}<h2>Bodies</h2>${schemas.join('\n')}</main></html>`
}

export const apiPageStyle = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:0}
main{max-width:60rem;margin:auto;padding:1.5rem}section{border-top:1px solid #8884;padding:.75rem 0}
h3{font-size:1rem;margin:.25rem 0}code,pre{font:13px/1.5 ui-monospace,monospace}pre{overflow:auto}
table{border-collapse:collapse;width:100%}td{padding:.2rem .75rem .2rem 0;vertical-align:top;overflow-wrap:anywhere}`

function section(method: string, path: string, { summary, parameters = [] }: Operation): string {
  const rows = parameters.map(
    ({ name, in: place, description = '', schema }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${escape(place)}</td><td>${escape(description)} <code>${escape(JSON.stringify(schema))}</code></td></tr>`,
  )
  const table = rows.length === 0 ? '' : `<table>${rows.join('')}</table>`
  return `<section><h3><code>${method.toUpperCase()} ${escape(path)}</code></h3><p>${escape(summary)}</p>${table}</section>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
