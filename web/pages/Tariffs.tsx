import { useQuery } from '@tanstack/react-query'
import { tariffsQuery } from '../asking/tariffs.ts'
import { Allowed } from '../parts/Allowed.tsx'
import { Loaded } from '../parts/Loaded.tsx'
import { TariffChoice } from '../parts/TariffChoice.tsx'
import { TariffPlace } from '../parts/TariffPlace.tsx'
import { useTariffPlace } from '../use-tariff-place.ts'

/** What companies pay: the prices in force, their versions, and how they are changed. */
export function Tariffs() {
  return (
    <Allowed to="payers">
      <div className="settings tariffs">
        <Listed />
      </div>
    </Allowed>
  )
}

function Listed() {
  const tariffs = useQuery(tariffsQuery)
  const { tariff, show } = useTariffPlace()
  return (
    <Loaded query={tariffs} height={420}>
      {(listed) => {
        // What a company pays itself comes first: its own prices where there are any, else those of everybody.
        const paid = listed.filter(({ relation }) => relation === 'pays')
        const first = paid.find(({ versions }) => versions > 0) ?? paid.at(-1)!
        const shown = tariff ?? first.tariff
        return (
          <>
            <TariffChoice listed={listed} shown={shown} onShow={(key) => void show(key)} />
            <TariffPlace key={shown} tariff={shown} listed={listed} />
          </>
        )
      }}
    </Loaded>
  )
}
