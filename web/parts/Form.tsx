import {
  Button,
  PasswordInput,
  Select,
  TextInput,
  type PasswordInputProps,
  type SelectProps,
  type TextInputProps,
} from '@mantine/core'
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type FormEvent,
  type InputEvent,
  type ReactNode,
} from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../asking/ask.ts'
import { faultIn } from '../i18n/faults.ts'
import { FailureNote } from './FailureNote.tsx'

/** What was typed, by the names of the fields. */
export type Typed = Readonly<Record<string, string>>

type FormProps = {
  /** How the sending goes; usually a mutation. */
  sending: { error: unknown; isPending: boolean }
  onSend: (typed: Typed) => void
  /** The verb on the button. */
  submit: string
  /** Sentences for refusals that mean something particular here, by the code of the problem. */
  sentences?: Readonly<Record<string, string>>
  /** What stands beside the button, such as another one. */
  beside?: ReactNode
  /** What is sent cannot be undone. */
  danger?: boolean
  children: ReactNode
}

/** What the API says of a field that it wants and that is empty. */
const emptyDetail = 'must be a text that is not empty.'

/** The fields at fault, each with what is wrong with it, and how a field says that it was changed since. */
type Faults = { faults: ReadonlyMap<string, ReactNode>; mend: (name: string) => void }
const Faults = createContext<Faults>({ faults: new Map(), mend: () => {} })

/**
 * Fields and a button that sends them. What the API finds wrong with a field stands beside it and the first one of them gets
 * the focus; what it refuses for another reason stands above the button.
 */
export function Form({ sending, onSend, submit, sentences, beside, danger = false, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [names, setNames] = useState<readonly string[]>([])
  const [empty, setEmpty] = useState<readonly string[]>([])
  const { error, isPending } = sending
  const [mended, setMended] = useState<readonly string[]>([])
  const found = useMemo(() => faultsOf(error, empty), [error, empty])
  const isBeside = found.size > 0 && [...found.keys()].every((field) => names.includes(field))
  const context = useMemo(
    () => ({
      faults: new Map([...found].filter(([name]) => !mended.includes(name))),
      mend: (name: string) => setMended((before) => (before.includes(name) ? before : [...before, name])),
    }),
    [found, mended],
  )
  useEffect(() => {
    if (error !== null || empty.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [error, empty])
  const send = (event: FormEvent) => {
    event.preventDefault()
    // A form that is open over this one, such as that of a period, is sent by itself.
    if (event.target !== form.current) return
    const inputs = [...form.current.querySelectorAll<HTMLInputElement>('input[name]')]
    setNames(inputs.map(({ name }) => name))
    const left = inputs.filter(({ required, value }) => required && value.trim() === '').map(({ name }) => name)
    setEmpty(left)
    setMended([])
    if (left.length === 0 && !isPending) onSend(typedInto(form.current))
  }
  return (
    <form
      ref={form}
      className="form"
      noValidate
      onSubmit={send}
      onChange={({ target }) => target instanceof HTMLInputElement && context.mend(target.name)}
    >
      <Faults value={context}>{children}</Faults>
      <div className="form-ends">
        {error === null || isBeside ? null : <FailureNote error={error} general="failure.form" sentences={sentences} />}
        <Button type="submit" loading={isPending} {...(danger ? { color: 'red' } : {})}>
          {submit}
        </Button>
        {beside}
      </div>
    </form>
  )
}

/** A `ref` for the field that somebody just asked for: it has the focus as soon as it is there. */
export function takeFocus(field: HTMLElement | null): void {
  field?.focus()
}

/** The word about a field stands below it, so that fields beside each other stand in line. */
const looks = { inputWrapperOrder: ['label', 'input', 'error', 'description'] } as const satisfies TextInputProps

type Named = { name: string; label: string }

/** A line of text; required unless it says otherwise. What is beyond its longest length is not taken. */
export function TextField({ maxLength, ...props }: TextInputProps & Named) {
  const cut = ({ nativeEvent, currentTarget }: InputEvent<HTMLInputElement>) => {
    if (maxLength !== undefined && !nativeEvent.isComposing) cutTo(currentTarget, maxLength)
  }
  return <TextInput {...looks} required withAsterisk={false} error={useFault(props.name)} onInput={cut} {...props} />
}

/** The browser counts units of which an emoji has two; the API counts signs. */
function cutTo(field: HTMLInputElement, lengthMax: number): void {
  const signs = Array.from(field.value)
  if (signs.length > lengthMax) field.value = signs.slice(0, lengthMax).join('')
}

/** A password, which can be shown. */
export function PasswordField(props: PasswordInputProps & Named) {
  const { t } = useTranslation()
  const fault = useFault(props.name)
  return (
    <PasswordInput
      {...looks}
      required
      withAsterisk={false}
      error={fault}
      aria-invalid={fault !== undefined}
      visibilityToggleButtonProps={{ 'aria-label': t('form.showPassword'), tabIndex: 0 }}
      {...props}
    />
  )
}

/** Tells the keepers of passwords whose password is asked for, where the page need not say it. */
export function PasswordOwner({ email }: { email: string }) {
  return <input hidden readOnly autoComplete="username" value={email} />
}

/** One of a list, long ones to be searched. */
export function ChoiceField(props: SelectProps & Named) {
  const { t } = useTranslation()
  const { mend } = useContext(Faults)
  return (
    <Select
      {...looks}
      hiddenInputProps={{ required: true }}
      allowDeselect={false}
      selectFirstOptionOnChange
      limit={60}
      nothingFoundMessage={t('form.nothingFound')}
      error={useFault(props.name)}
      comboboxProps={{ shadow: 'none' }}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      {...props}
      onChange={(value, option) => {
        mend(props.name)
        props.onChange?.(value, option)
      }}
    />
  )
}

/** What is wrong with a field of the form around. */
export function useFault(name: string): ReactNode {
  return useContext(Faults).faults.get(name)
}

function faultsOf(error: unknown, empty: readonly string[]): ReadonlyMap<string, ReactNode> {
  if (empty.length > 0) return new Map(empty.map((field) => [field, <FaultWords key={field} detail={emptyDetail} />]))
  const told = error instanceof Refusal ? (error.problem.fields ?? []) : []
  return new Map(told.map(({ field, detail }) => [field, <FaultWords key={field} detail={detail} />]))
}

/** A fault in the language of the page, as far as we have words for it. */
function FaultWords({ detail }: { detail: string }) {
  const { t } = useTranslation()
  const known = faultIn(detail)
  return known === undefined ? <span lang="en">{detail}</span> : t(`form.faults.${known.word}`, known.values)
}

function typedInto(form: HTMLFormElement): Typed {
  const entries = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(entries)
}
