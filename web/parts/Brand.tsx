import { useBranding } from '../asking/queries.ts'

/** Logo and name of the installation. */
export function Brand() {
  const { name, logo } = useBranding()
  return (
    <>
      <img src={logo} alt="" className="brand-logo" />
      <bdi>{name}</bdi>
    </>
  )
}
