/** What operators have to do with a dialogue. The words are columns of `dialogues`: lists of operators. */
export const operatorRoles = [
  { word: 'wrote', code: 1 },
  { word: 'active', code: 2 },
  { word: 'skipped', code: 3 },
] as const
export type OperatorRole = (typeof operatorRoles)[number]['word']

const roles = operatorRoles.map(({ word, code }) => `arrayMap(x -> toUInt8(${code}), ${word})`)

/** SQL after a table with these lists: a row for each operator and what they did, as `role` and `operator`. */
export const eachOperator = `ARRAY JOIN arrayConcat(${roles.join(', ')}) AS role, arrayConcat(${operatorRoles.map(({ word }) => word).join(', ')}) AS operator`
