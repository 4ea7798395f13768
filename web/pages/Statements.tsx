import '../look/invoices.css'
import { Allowed } from '../parts/Allowed.tsx'
import { ImportStatement } from '../parts/ImportStatement.tsx'
import { StatementsCard } from '../parts/StatementsCard.tsx'
import { WaitingLines } from '../parts/WaitingLines.tsx'

/** Statements of banks, for platform staff: imported, what waits decided, what was imported before. */
export function Statements() {
  return (
    <Allowed to="staff">
      <div className="settings statements">
        <ImportStatement />
        <WaitingLines />
        <StatementsCard />
      </div>
    </Allowed>
  )
}
