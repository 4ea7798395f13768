export function CompanyAudit() {
  return null
}

export function PlatformAudit() {
  return null
}
