import { failure } from '../failure.ts'
import type { Ledger } from '../stores/ledger/open.ts'

/** A company as every page needs it. */
export type Company = { number: number; name: string; zone: string; language: string; currency: string }

/** The company of this number; throws `not-found` for one that does not exist. */
export async function companyOf({ db }: Ledger, number: number): Promise<Company> {
  const row = await db
    .selectFrom('companies')
    .select(['number', 'name', 'zone', 'language', 'currency'])
    .where('number', '=', number)
    .executeTakeFirst()
  if (row === undefined) throw failure('not-found', `There is no company ${number}.`)
  return row
}
