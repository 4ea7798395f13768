import { useWindowEvent } from '@mantine/hooks'
import { useLayoutEffect, useRef, useState } from 'react'
import { keptSwitch } from '../kept-switch.ts'
import { createReader } from './pressed.ts'

/** People who speak to their computer, or whose hands slip, can do without single keys: WCAG 2.2, 2.1.4. */
const keys = keptSwitch('talkmeter-keys', true)

/** Whether keys by themselves do anything, and how to change that. */
export const useKeys = keys.useSwitch

/** What shortcuts do by their names, as long as the part that says so is on the page; the last to come is asked. */
export type Acts = Readonly<Record<string, () => void>>

const known: { current: Acts }[] = []

/** Says what some shortcuts do while this part is on the page. */
export function useShortcuts(acts: Acts): void {
  const latest = useRef(acts)
  // Together with what is drawn: a key between drawing and effects would be for a page that is gone.
  useLayoutEffect(() => {
    latest.current = acts
  })
  useLayoutEffect(() => {
    known.push(latest)
    return () => void known.splice(known.indexOf(latest), 1)
  }, [])
}

/** The names of the shortcuts that do something on the page as it stands. */
export function shortcutsHere(): ReadonlySet<string> {
  return new Set(known.flatMap(({ current }) => Object.keys(current)))
}

/** Listens for shortcuts; never while somebody types, and never under something that is open over the page. */
export function useShortcutListener(): void {
  const [read] = useState(createReader)
  useWindowEvent('keydown', (event) => {
    if (!keys.isOn() || event.defaultPrevented || event.isComposing || isTyping(event.target) || isCovered()) return
    const name = read(event)
    const act = name === undefined ? undefined : known.findLast(({ current }) => current[name] !== undefined)
    if (act === undefined) return
    // What a key does in the page must not be typed into the field that it leads to.
    event.preventDefault()
    act.current[name!]!()
  })
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type)
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** Lists of closed fields stay in the page, unseen. */
function isCovered(): boolean {
  const covers = document.querySelectorAll('[role=dialog], [role=menu], [role=listbox], [role=alertdialog]')
  return [...covers].some((cover) => cover.checkVisibility())
}
