import { ask } from './ask.ts'

/** What is compared of a company, in the order of the API. */
export const checkNames = ['rows', 'charges', 'postings', 'charts', 'invoices', 'files', 'balance'] as const
export type CheckName = (typeof checkNames)[number]
export type Difference = { where: string; wanted: string; found: string }
export type Check = { check: CheckName; compared: number; differences: Difference[]; more: number }
export type Proof = { company: number; from: string; to: string; pending: string[]; checks: Check[] }

/** Compares the last 31 days of a company. */
export function proveCompany(company: number): Promise<Proof> {
  return ask<Proof>(`verify?company=${company}`)
}
