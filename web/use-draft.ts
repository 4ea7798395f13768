import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Refusal } from './asking/ask.ts'

type Versioned = { version: number }
type Texts<Field extends string> = Readonly<Partial<Record<Field, string>>>
type Edit<Kept, Field extends string> = { base: Kept; changes: Texts<Field> }

/** A record that has a version, so that two people cannot write over each other. */
export type DraftOf<Kept, Field extends string> = {
  kept: Kept
  fields: readonly Field[]
  textOf: (kept: Kept, field: Field) => string
  /** Sends the changed fields with the version that they were made to; gives what is kept now. */
  send: (changes: Texts<Field>, version: number) => Promise<Kept>
  /** What is kept now. */
  load: () => Promise<Kept>
  /** Takes what is kept now to where `kept` comes from. */
  onKept: (kept: Kept) => void
}

/**
 * A record while it is edited: what was typed, over what is kept. What was kept when the typing began stays the base, whatever
 * comes in meanwhile; who was slower than somebody else sees what they changed, and chooses.
 */
export function useDraft<Kept extends Versioned, Field extends string>(of: DraftOf<Kept, Field>) {
  const { kept, fields, textOf, send, load, onKept } = of
  const [edit, setEdit] = useState<Edit<Kept, Field>>()
  const [theirs, setTheirs] = useState<Kept>()
  const base = edit?.base ?? kept
  const valueOf = (field: Field) => edit?.changes[field] ?? textOf(base, field)
  const changed = fields.filter((field) => valueOf(field) !== textOf(base, field))
  const theirsOf = (field: Field) => textOf(theirs ?? base, field)

  const saving = useMutation({
    mutationFn: async (sent: Edit<Kept, Field>) => {
      try {
        return { kept: await send(sent.changes, sent.base.version) }
      } catch (error) {
        if (!isConflict(error)) throw error
        const now = await load()
        const isSame = (field: Field) => textOf(now, field) === (sent.changes[field] ?? textOf(sent.base, field))
        return fields.every(isSame) ? { kept: now } : { theirs: now }
      }
    },
    onSuccess: (outcome, sent) => {
      const now = outcome.kept
      if (now === undefined) return setTheirs(outcome.theirs)
      onKept(now)
      // What was typed while the rest was on its way stays typed.
      const isLater = ([name, text]: [string, unknown]) => sent.changes[name as Field] !== text
      setEdit((latest) => {
        const left = Object.entries(latest?.changes ?? {}).filter(isLater)
        return left.length === 0 ? undefined : { base: now, changes: Object.fromEntries(left) as Texts<Field> }
      })
    },
  })

  /** Edits `from` to what stands in the form in these fields, and sends it. */
  function saveOver(from: Kept, own: readonly Field[]): void {
    const changes = Object.fromEntries(own.map((field) => [field, valueOf(field)])) as Texts<Field>
    if (own.length === 0) return discard()
    setEdit({ base: from, changes })
    saving.mutate({ base: from, changes })
  }

  function discard(): void {
    setEdit(undefined)
    saving.reset()
  }

  return {
    valueOf,
    changed,
    change: (field: Field, text: string) =>
      setEdit({ base, changes: { ...edit?.changes, [field]: text } as Texts<Field> }),
    discard,
    save: () => saveOver(base, changed),
    isSaving: saving.isPending,
    isSaved: saving.data?.kept !== undefined && changed.length === 0,
    error: saving.error,
    /** Whether somebody else was faster and it is to be chosen what stays. */
    isDisputed: theirs !== undefined,
    theirsOf,
    /** Where theirs and what stands in the form differ. */
    differing: fields.filter((field) => theirsOf(field) !== valueOf(field)),
    /** Takes theirs but for the fields that are to stay as they stand in the form, and saves those. */
    settle: (staying: readonly Field[]) => {
      if (theirs === undefined) return
      onKept(theirs)
      setTheirs(undefined)
      saveOver(theirs, staying)
    },
    leaveDisputed: () => setTheirs(undefined),
  }
}

export type Draft<Field extends string> = ReturnType<typeof useDraft<Versioned, Field>>

function isConflict(error: unknown): boolean {
  return error instanceof Refusal && error.problem.code === 'conflict'
}
