import { Ajv2020 } from 'ajv/dist/2020.js'
import type { AnySchemaObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/**
 * Judges a description of an API: the rules of OpenAPI 3.1 for the part of it that we use, and that it holds together.
 * A field that is not named here is a fault, also where OpenAPI would know it.
 */
export function openapiFaults(document: Record<string, unknown>): string[] {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })
  // The default import of a CommonJS module is its exports.
  ;(addFormats as unknown as typeof addFormats.default)(ajv)
  const validate = ajv.compile(documentSchema)
  if (!validate(document)) return validate.errors!.map((error) => `${error.instancePath} ${error.message}`)
  return [...operationFaults(document as unknown as Document), ...referenceFaults(document as unknown as Document)]
}

type Parameter = { name: string; in: string; required?: boolean }
type Operation = { operationId: string; parameters?: Parameter[] }
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } }

function operationFaults({ paths }: Document): string[] {
  const faults: string[] = []
  const ids = new Set<string>()
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { operationId, parameters = [] }] of Object.entries(operations)) {
      if (ids.has(operationId)) faults.push(`the operation id ${operationId} is there twice`)
      ids.add(operationId)
      const names = parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
      if (new Set(names).size < names.length) faults.push(`${method} ${path} has a parameter twice`)
      const inPath = parameters.filter((parameter) => parameter.in === 'path')
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
      if (inPath.map(({ name }) => name).join() !== wanted.join())
        faults.push(`${method} ${path} lacks a path parameter`)
      if (inPath.some(({ required }) => required !== true))
        faults.push(`${method} ${path}: what is in the path is required`)
    }
  }
  return faults
}

function referenceFaults(document: Document): string[] {
  const names = Object.keys(document.components.schemas)
  const used = new Set(
    [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!),
  )
  return [
    ...[...used].filter((name) => !names.includes(name)).map((name) => `there is no schema ${name}`),
    ...names.filter((name) => !used.has(name)).map((name) => `the schema ${name} is of no use`),
  ]
}

function record(
  required: Record<string, AnySchemaObject>,
  optional: Record<string, AnySchemaObject> = {},
): AnySchemaObject {
  return {
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
    additionalProperties: false,
  }
}

function mapOf(values: AnySchemaObject, names?: string): AnySchemaObject {
  return {
    type: 'object',
    additionalProperties: values,
    ...(names === undefined ? {} : { propertyNames: { pattern: names } }),
  }
}

const text = { type: 'string', minLength: 1 }
const jsonSchema = { $ref: 'https://json-schema.org/draft/2020-12/schema' }
const content = mapOf(record({ schema: jsonSchema }), '^[a-z]+/[a-z.+-]+$')
const security = { type: 'array', items: mapOf({ type: 'array', items: text }) }
const parameter = record(
  { name: text, in: { enum: ['query', 'path', 'header'] }, schema: jsonSchema },
  { description: text, required: { type: 'boolean' }, explode: { type: 'boolean' } },
)
const response = record(
  { description: text },
  { content, headers: mapOf(record({ schema: jsonSchema }, { description: text })) },
)
const operation = record(
  {
    operationId: { type: 'string', pattern: '^[a-zA-Z][a-zA-Z0-9.-]+$' },
    summary: text,
    responses: { ...mapOf(response, '^([1-5]\\d\\d|default)$'), minProperties: 2 },
  },
  {
    description: text,
    parameters: { type: 'array', items: parameter },
    requestBody: record({ content }, { required: { type: 'boolean' } }),
    security,
  },
)

const documentSchema = record({
  openapi: { const: '3.1.0' },
  info: record(
    { title: text, version: text },
    { description: text, license: record({ name: text, identifier: text }) },
  ),
  servers: { type: 'array', items: record({ url: text }) },
  security,
  paths: mapOf(mapOf(operation, '^(get|post|put|patch|delete)$'), '^/'),
  components: record({
    schemas: mapOf(jsonSchema, '^[A-Z][a-zA-Z0-9]+$'),
    securitySchemes: mapOf({
      oneOf: [
        record({ type: { const: 'http' }, scheme: { const: 'bearer' } }, { description: text }),
        record({ type: { const: 'apiKey' }, in: { const: 'cookie' }, name: text }, { description: text }),
      ],
    }),
  }),
})
