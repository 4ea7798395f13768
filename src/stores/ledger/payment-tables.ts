/** What is said of payments beyond their amounts; and that a key of a payment is found whoever it was of. */
export const paymentDetails: readonly string[] = [
  `ALTER TABLE payments ADD COLUMN note text NOT NULL DEFAULT ''`,
  `ALTER TABLE payments ADD COLUMN beyond_due numeric(38,6) NOT NULL DEFAULT 0`,
  `CREATE INDEX entries_of_payments ON entries (key) WHERE kind = 'payment'`,
  `CREATE INDEX payments_by_time ON payments (received_at, id)`,
]
