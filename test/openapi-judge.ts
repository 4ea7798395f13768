import { Ajv2020 } from 'ajv/dist/2020.js'
import type { AnySchemaObject, ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Json = Readonly<Record<string, unknown>>
type Described = { responses: Record<string, { content?: Record<string, { schema: Json }> }> }
export type Description = {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Json> }
}

export type Judge = {
  /** What of a response is not as the description says; an empty list when all of it is. */
  faults: (method: string, path: string, status: number, contentType: string, body: unknown) => string[]
}

/**
 * Judges responses by an OpenAPI description, strictly: a field that is not described is a fault, and so is a schema
 * that JSON Schema 2020-12 does not know.
 */
export function openapiJudge(description: Description): Judge {
  const ajv = new Ajv2020({ strict: true, strictRequired: true, allowUnionTypes: true, allErrors: true })
  // The default import of a CommonJS module is its exports.
  ;(addFormats as unknown as typeof addFormats.default)(ajv)
  ajv.addSchema({ $id: 'api', $defs: closed(description.components.schemas) })
  const known = new Map<string, ValidateFunction>()

  function validatorOf(name: string, schema: Json): ValidateFunction {
    const validator = known.get(name) ?? ajv.compile(closed(schema) as AnySchemaObject)
    known.set(name, validator)
    return validator
  }

  return {
    faults(method, path, status, contentType, body) {
      const place = `${method.toUpperCase()} ${path} ${status}`
      const [, operations] = Object.entries(description.paths).find(([template]) => fits(template, path)) ?? []
      const operation = operations?.[method.toLowerCase()]
      const response = operation?.responses[status] ?? operation?.responses['default']
      if (response === undefined) return [`${place} is not described`]
      if (response.content === undefined) return body === '' ? [] : [`${place} has a body that is not described`]
      const type = contentType.split(';')[0]!
      const media = response.content[type]
      if (media === undefined) return [`${place} is ${type}, not ${Object.keys(response.content).join(' or ')}`]
      const validate = validatorOf(`${place} ${type}`, media.schema)
      if (validate(body)) return []
      return validate.errors!.map(
        (error) => `${place}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
      )
    },
  }
}

/** Paths with a word in place of each name are more exact than templates, and come first in the description. */
function fits(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')]
  return wanted.length === given.length && wanted.every((part, at) => part === given[at] || /^\{.*\}$/.test(part))
}

/** The same schema, in which objects have no other fields than those described. References lead to the whole. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]))
  if (typeof inner['$ref'] === 'string')
    return { ...inner, $ref: inner['$ref'].replace('#/components/schemas/', 'api#/$defs/') }
  const isOpen =
    inner['type'] === 'object' && inner['properties'] !== undefined && inner['additionalProperties'] === undefined
  return isOpen ? { ...inner, additionalProperties: false } : inner
}
