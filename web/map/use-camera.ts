import { useEffect, useEffectEvent, useState, type KeyboardEvent, type RefObject } from 'react'
import { around, moved, zoomed, type Camera, type Shift, type Size } from './camera.ts'
import type { Spot } from './mercator.ts'
import { usePaper } from '../use-paper.ts'

/** What has its place in pixels cannot grow with a page whose width nobody knows beforehand; as in map.css. */
const paperSize: Size = { width: 660, height: 400 }

const step = 60
const keyFactor = 2
/** Wheels turn by about a hundred a notch. */
const wheelFactor = 1.003

/**
 * What is seen of the world, moved by hand, wheel, pinch and keyboard. Until somebody moves it, it shows all spots.
 * @param spots must stay the same object as long as they are the same
 */
export function useCamera(place: RefObject<HTMLElement | null>, spots: readonly Spot[]) {
  const size = useSize(place)
  const [own, setOwn] = useState<Camera>()
  const [isWheelWanted, setWheelWanted] = useState(false)
  const camera = size === undefined ? undefined : (own ?? around(spots, size))
  const change = (next: (camera: Camera, size: Size) => Camera) => {
    if (camera !== undefined && size !== undefined) setOwn(next(camera, size))
  }
  const zoom = (factor: number, at: Shift = middle) => change((seen, room) => zoomed(seen, factor, at, room))
  const onWheel = useEffectEvent((event: WheelEvent) => {
    const element = place.current!
    // A page that is scrolled must not be caught by a map on its way.
    if (!event.ctrlKey && !event.metaKey && !element.contains(document.activeElement)) {
      setWheelWanted(true)
      return
    }
    event.preventDefault()
    setWheelWanted(false)
    const turned = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : 1) * (event.ctrlKey ? 3 : 1)
    zoom(wheelFactor ** -Math.max(-400, Math.min(400, turned)), shiftOf(event, element))
  })
  const pan = useEffectEvent((by: Shift) => change((seen, room) => moved(seen, by, room)))
  const pinch = useEffectEvent((factor: number, at: Shift) => zoom(factor, at))

  useEffect(() => {
    const element = place.current!
    const wheel = (event: WheelEvent) => onWheel(event)
    // Only a listener that says so may keep the page from scrolling.
    element.addEventListener('wheel', wheel, { passive: false })
    const endDrag = listenToFingers(element, { pan: (by) => pan(by), pinch: (factor, at) => pinch(factor, at) })
    return () => {
      element.removeEventListener('wheel', wheel)
      endDrag()
    }
  }, [place])

  return {
    camera,
    size,
    zoom,
    showAll: () => setOwn(undefined),
    show: (next: (camera: Camera, size: Size) => Camera) => change(next),
    /** Whether somebody turned a wheel that scrolls the page. */
    isWheelWanted,
    forgetWheel: () => setWheelWanted(false),
    onKeyDown: (event: KeyboardEvent) => {
      const act = {
        ArrowLeft: () => pan({ across: step, down: 0 }),
        ArrowRight: () => pan({ across: -step, down: 0 }),
        ArrowUp: () => pan({ across: 0, down: step }),
        ArrowDown: () => pan({ across: 0, down: -step }),
        '+': () => zoom(keyFactor),
        '=': () => zoom(keyFactor),
        '-': () => zoom(1 / keyFactor),
        _: () => zoom(1 / keyFactor),
        '0': () => setOwn(undefined),
      }[event.key]
      if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      act()
    },
  }
}

const middle: Shift = { across: 0, down: 0 }

function useSize(place: RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>()
  const isPaper = usePaper()
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {}
      if (width > 0 && height > 0) setSize({ width, height })
    })
    watcher.observe(place.current!)
    return () => watcher.disconnect()
  }, [place])
  return isPaper ? paperSize : size
}

type Told = { pan: (by: Shift) => void; pinch: (factor: number, at: Shift) => void }

/** A press on the map that moves less is a click. */
const clickMax = 4

/** One finger or the mouse moves the map, two move and zoom it. What was a move is no click on what lies below. */
function listenToFingers(element: HTMLElement, { pan, pinch }: Told): () => void {
  const fingers = new Map<number, { x: number; y: number }>()
  let way = 0
  const down = (event: PointerEvent) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return
    if (fingers.size === 0) way = 0
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }
  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId)
    if (before === undefined) return
    const now = { x: event.clientX, y: event.clientY }
    const by = { across: now.x - before.x, down: now.y - before.y }
    way += Math.abs(by.across) + Math.abs(by.down)
    if (way <= clickMax) return
    if (!element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId)
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    fingers.set(event.pointerId, now)
    if (other === undefined) {
      pan(by)
      return
    }
    const [length, was] = [lengthOf(now, other), lengthOf(before, other)]
    // Each of two fingers tells half of how their middle moves.
    pan({ across: by.across / 2, down: by.down / 2 })
    if (was > 0 && length > 0) {
      pinch(length / was, shiftOf({ clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 }, element))
    }
  }
  const up = (event: PointerEvent) => fingers.delete(event.pointerId)
  const click = (event: MouseEvent) => {
    if (way <= clickMax) return
    event.stopPropagation()
    event.preventDefault()
  }
  const listening = new AbortController()
  const { signal } = listening
  element.addEventListener('pointerdown', down, { signal })
  element.addEventListener('pointermove', move, { signal })
  element.addEventListener('pointerup', up, { signal })
  element.addEventListener('pointercancel', up, { signal })
  element.addEventListener('click', click, { signal, capture: true })
  return () => listening.abort()
}

function lengthOf(one: { x: number; y: number }, other: { x: number; y: number }): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

/** Where in an element something happened, from its middle. */
function shiftOf({ clientX, clientY }: { clientX: number; clientY: number }, element: HTMLElement): Shift {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { across: clientX - left - width / 2, down: clientY - top - height / 2 }
}
