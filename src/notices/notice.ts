/** That the balance of a company fell below what it set. */
export type Notice = {
  id: string
  company: { number: number; name: string; language: string; zone: string }
  at: Date
  /** The balance, and what it fell below. */
  amount: string
  threshold: string
  currency: string
  /** Until when usage is in it. */
  chargedUntil: Date | null
}
