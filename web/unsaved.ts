import i18next from 'i18next'

let isHeld = false

/** Says whether the page holds something that is not saved. */
export function holdUnsaved(isUnsaved: boolean): void {
  isHeld = isUnsaved
}

/** To be asked before the page goes without its address changing; what is not saved is asked about. */
export function mayLeave(): boolean {
  return !isHeld || confirm(i18next.t('draft.leaveNow'))
}
