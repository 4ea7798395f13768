import { useTranslation } from 'react-i18next'
import { copyText } from '../copy.ts'
import { useSaid } from '../use-said.ts'

/** A button among links that copies a link. */
export function CopyLink({ label, linkTo }: { label: string; linkTo: () => string }) {
  const { t } = useTranslation()
  const [said, say] = useSaid()
  const copy = async () => say(t((await copyText(linkTo())) ? 'filters.copied' : 'filters.copyFailed'))
  return (
    <>
      <button type="button" className="link-button" onClick={() => void copy()}>
        {label}
      </button>
      <output className="soft">{said}</output>
    </>
  )
}
