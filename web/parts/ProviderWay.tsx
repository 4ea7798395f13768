import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useBranding } from '../asking/queries.ts'

/** The way to sign in through another provider, where there is one; it leads back to the page at `back`. */
export function ProviderWay({ back }: { back: string }) {
  const { t } = useTranslation()
  const { openIdName } = useBranding()
  if (openIdName === undefined) return null
  return (
    <Button
      component="a"
      variant="default"
      fullWidth
      href={`/api/v1/session/oidc?${new URLSearchParams({ back }).toString()}`}
    >
      {t('signIn.with', { name: openIdName })}
    </Button>
  )
}
