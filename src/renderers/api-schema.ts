/** A schema of the description (JSON Schema 2020-12), as far as it is used there. */
export type Schema = {
  $ref?: string
  type?: string | readonly string[]
  description?: string
  format?: string
  enum?: readonly unknown[]
  const?: unknown
  default?: unknown
  pattern?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  items?: Schema | false
  prefixItems?: readonly Schema[]
  anyOf?: readonly Schema[]
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: Schema | boolean
}

/** The fields of a schema as a table of HTML; those of objects inside it follow under their whole names. */
export function schemaTable(schema: Schema): string {
  const rows = fieldsOf(schema, '')
  if (rows.length === 0) return `<p>${typeOf(schema)}. ${prose(schema.description ?? '')}</p>`
  return `<table>${rows.join('')}</table>`
}

function fieldsOf({ properties = {}, required = [] }: Schema, before: string): string[] {
  return Object.entries(properties).flatMap(([field, schema]) => {
    const name = `${before}${field}`
    const must = required.includes(field) ? '' : ', may be missing'
    const row =
      `<tr><td><code>${escape(name)}</code></td>` +
      `<td>${typeOf(schema)}${must}. ${prose(schema.description ?? '')}</td></tr>`
    const { items } = schema
    const inner = items === undefined || items === false ? fieldsOf(schema, `${name}.`) : fieldsOf(items, `${name}[].`)
    return [row, ...inner]
  })
}

/** What a value may be, in a few words of HTML. */
export function typeOf(schema: Schema): string {
  const { $ref, anyOf, items, prefixItems, additionalProperties } = schema
  if ($ref !== undefined) {
    const name = escape($ref.split('/').at(-1)!)
    return `<a href="#${name}">${name}</a>`
  }
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ')
  if (schema.enum !== undefined) return `one of ${schema.enum.map((value) => code(value)).join(', ')}`
  if (schema.const !== undefined) return `always ${code(schema.const)}`
  if (prefixItems !== undefined) return `list of ${prefixItems.map(typeOf).join(', ')}`
  if (typeof items === 'object') return `list of ${typeOf(items)}`
  const kind = [schema.type ?? 'anything'].flat().map((word) => kinds[word] ?? word)
  const names = typeof additionalProperties === 'object' ? ` of ${typeOf(additionalProperties)} by name` : ''
  return escape(kind.join(' or ')) + names + limitsOf(schema)
}

const kinds: Readonly<Record<string, string>> = { string: 'text', integer: 'whole number', null: 'null', array: 'list' }

function limitsOf({ format, pattern, minimum, maximum, maxLength, default: usual }: Schema): string {
  const limits = [
    format === 'date-time' ? 'RFC 3339 time' : format,
    minimum === undefined || minimum === 0 ? undefined : `from ${minimum}`,
    maximum === undefined ? undefined : `up to ${maximum}`,
    maxLength === undefined ? undefined : `up to ${maxLength} characters`,
  ].filter((limit) => limit !== undefined)
  const shape = pattern === undefined ? '' : ` like ${code(pattern, String)}`
  const missing = usual === undefined ? '' : `, ${code(usual)} when missing`
  return (limits.length === 0 ? '' : ` (${escape(limits.join(', '))})`) + shape + missing
}

function code(value: unknown, write: (value: unknown) => string = JSON.stringify): string {
  return `<code>${escape(write(value))}</code>`
}

/** A description as HTML: what stands between backticks is code. */
export function prose(text: string): string {
  return escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')
}

/** A text as HTML holds it. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
