import { cloneElement, type ReactElement, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { cx } from './cx.ts'
import { popupLook } from './popup.ts'

type Side = 'top' | 'bottom' | 'left' | 'right'

type TooltipProps = { text: ReactNode; children: ReactElement; side?: Side }

const OPEN_MS = 400
/** Long enough to move the pointer from the control onto the words. */
const CLOSE_MS = 120
const GAP = 6
const EDGE = 8

type Act = ((event: never) => void) | undefined
type Handlers = { [name in 'onPointerEnter' | 'onPointerLeave' | 'onFocus' | 'onBlur' | 'onClick']?: Act }

/** More about a control on hover and on focus; Escape hides it. Never the only place of something that a reader needs. */
export function Tooltip({ text, children, side = 'bottom' }: TooltipProps) {
  const [anchor, setAnchor] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const id = useId()
  const after = (ms: number, next: Element | null) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setAnchor(next), ms)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const child = children as ReactElement<Handlers & { 'aria-describedby'?: string }>
  const both = (mine: (event: Event & { currentTarget: Element }) => void, theirs: Act) => (event: never) => {
    theirs?.(event)
    mine(event)
  }
  const { props } = child
  const trigger = cloneElement(child, {
    'aria-describedby': anchor ? id : props['aria-describedby'],
    onPointerEnter: both((event) => after(OPEN_MS, event.currentTarget), props.onPointerEnter),
    onPointerLeave: both(() => after(CLOSE_MS, null), props.onPointerLeave),
    onFocus: both((event) => event.currentTarget.matches(':focus-visible') && after(0, event.currentTarget), props.onFocus),
    onBlur: both(() => after(0, null), props.onBlur),
    onClick: both(() => after(0, null), props.onClick),
  })
  return (
    <>
      {trigger}
      {anchor ? (
        <Words
          id={id}
          text={text}
          side={side}
          anchor={anchor}
          onHold={() => clearTimeout(timer.current)}
          onClose={(ms) => after(ms, null)}
        />
      ) : null}
    </>
  )
}

type WordsProps = { id: string; text: ReactNode; side: Side; anchor: Element; onHold: () => void; onClose: (ms: number) => void }

function Words({ id, text, side, anchor, onHold, onClose }: WordsProps) {
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState({ left: 0, top: 0 })
  useLayoutEffect(() => {
    if (box.current) setPlace(placeOf(anchor.getBoundingClientRect(), box.current.getBoundingClientRect(), side))
  }, [anchor, side])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => event.key === 'Escape' && onClose(0)
    document.addEventListener('keydown', pressed, true)
    return () => document.removeEventListener('keydown', pressed, true)
  })
  return createPortal(
    <div
      ref={box}
      id={id}
      role="tooltip"
      onPointerEnter={onHold}
      onPointerLeave={() => onClose(CLOSE_MS)}
      className={cx(popupLook, 'fixed z-50 w-max max-w-72 rounded-m px-2 py-1 text-meta')}
      style={{ left: place.left, top: place.top }}
    >
      {text}
    </div>,
    document.body,
  )
}

type Size = { width: number; height: number }
type Box = Size & { left: number; right: number; top: number; bottom: number }

/** Beside the control, inside the window; on the other side where there is no room. */
function placeOf(at: Box, size: Size, side: Side): { left: number; top: number } {
  const middle = { left: at.left + (at.width - size.width) / 2, top: at.top + (at.height - size.height) / 2 }
  const places = {
    top: { ...middle, top: at.top - GAP - size.height },
    bottom: { ...middle, top: at.bottom + GAP },
    left: { ...middle, left: at.left - GAP - size.width },
    right: { ...middle, left: at.right + GAP },
  }
  const opposite = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const
  const fits = ({ left, top }: { left: number; top: number }) =>
    left >= 0 && top >= 0 && left + size.width <= innerWidth && top + size.height <= innerHeight
  const wanted = side === 'top' || side === 'bottom' ? { ...places[side], left: inside(middle.left, size.width, innerWidth) } : places[side]
  if (fits(wanted)) return wanted
  const other = places[opposite[side]]
  return { left: inside(other.left, size.width, innerWidth), top: inside(other.top, size.height, innerHeight) }
}

const inside = (start: number, size: number, room: number) => Math.max(EDGE, Math.min(start, room - size - EDGE))
