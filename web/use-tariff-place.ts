import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Search } from './view.ts'

/** Which tariff and which of its versions the page shows, as the address says it. */
export function useTariffPlace() {
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const version = Number(search['version']?.[0])
  const show = (tariff: string, shown?: number) =>
    navigate({
      to: '.',
      search: { tariff: [tariff], ...(shown === undefined ? {} : { version: [String(shown)] }) },
      resetScroll: false,
    })
  return { tariff: search['tariff']?.[0], version: Number.isInteger(version) ? version : undefined, show }
}
