/**
 * What Grafana's own types (`@grafana/schema`) say of a value, as JSON has it: of an enumeration the words and numbers that it
 * stands for, since types are all that is taken from that package.
 */
export type Written<T> = T extends string
  ? `${T}`
  : T extends number
    ? WrittenNumber<T>
    : T extends readonly (infer Item)[]
      ? readonly Written<Item>[]
      : T extends object
        ? { readonly [Key in keyof T]: Written<T[Key]> }
        : T

type WrittenNumber<T extends number> = `${T}` extends `${infer Value extends number}` ? Value : never
