import { Button } from '@mantine/core'
import { IconPhoto } from '@tabler/icons-react'
import { useId, useRef, useState, type ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { count } from '../numbers.ts'
import { readPicture, type PictureFault } from '../read-picture.ts'

type LogoFieldProps = { label: string; logo: string; onChange: (logo: string) => void }

/** A picture as a data URL: chosen from a file, seen on light and on dark, removed. */
export function LogoField({ label, logo, onChange }: LogoFieldProps) {
  const { t } = useTranslation()
  const file = useRef<HTMLInputElement>(null)
  const [fault, setFault] = useState<PictureFault>()
  const noteId = useId()
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget
    const chosen = input.files?.[0]
    if (chosen === undefined) return
    const read = await readPicture(chosen)
    // The same file can be chosen again after it was mended.
    input.value = ''
    setFault(read.fault)
    if (read.url !== undefined) onChange(read.url)
  }
  return (
    <fieldset className="logo" aria-describedby={noteId}>
      <legend>{label}</legend>
      {logo === '' ? null : (
        <div className="logo-shown">
          <span className="logo-light">
            <img src={logo} alt={t('platform.logoPreview')} />
          </span>
          <span className="logo-dark">
            <img src={logo} alt="" />
          </span>
        </div>
      )}
      <div className="form-ends">
        <input
          ref={file}
          type="file"
          className="sr-only"
          tabIndex={-1}
          aria-label={label}
          accept="image/png,image/jpeg"
          onChange={(event) => void take(event)}
        />
        <Button
          id="logo"
          variant="default"
          leftSection={<IconPhoto size={16} stroke={1.6} />}
          onClick={() => file.current?.click()}
        >
          {t(logo === '' ? 'platform.logoChoose' : 'platform.logoOther')}
        </Button>
        {logo === '' ? null : (
          <Button
            variant="default"
            onClick={() => {
              setFault(undefined)
              onChange('')
            }}
          >
            {t('platform.logoRemove')}
          </Button>
        )}
      </div>
      <p id={noteId} className={fault === undefined ? 'soft' : 'worse'} aria-live="polite">
        {fault === undefined
          ? t('platform.logoNote')
          : t(`platform.logoFaults.${fault.word}`, { size: count(Math.ceil(fault.bytes / 1024)) })}
      </p>
    </fieldset>
  )
}
