import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'

/** One key or a sequence, such as `/`, `g n` or `Esc`, and what it does. `label` stands in the legend. */
export type KeyBinding = {
  keys: string
  label: string
  run: () => void
  isGlobal?: boolean
  /** Runs again and again while the key is held, for walking through a list. */
  repeats?: boolean
}

/** The key that downloads what is on screen as CSV, on every screen. */
export const csvKey = 'd'

const KEY = 'pilotage.letter-keys'
const SEQUENCE_MS = 1_500

let stack: KeyBinding[][] = []
const listeners = new Set<() => void>()
const tellAll = () => {
  for (const tell of listeners) tell()
}

function readSwitch(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

let areOn = readSwitch()

/** Letter keys can be switched off by each person, for those who dictate or use a switch (WCAG 2.1.4). */
export function switchKeys(on: boolean) {
  areOn = on
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off')
  } catch {
    // Storage is switched off: the choice holds until the page is closed.
  }
  tellAll()
}

function listen(tell: () => void) {
  listeners.add(tell)
  return () => {
    listeners.delete(tell)
  }
}

export function useAreKeysOn(): boolean {
  return useSyncExternalStore(listen, () => areOn)
}

/** All keys that work now, for the legend. The newest screen comes first. */
export function useKeyLegend(): KeyBinding[] {
  useSyncExternalStore(listen, () => stack)
  return stack.flat()
}

const typing = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="textbox"]'
/** Notices are dialogs too, but never modal: keys go on working beside them. */
const overPage = ':is([role="dialog"], [role="alertdialog"]):not([aria-modal="false"]), [role="menu"], [role="listbox"]:not([data-in-page])'

/** Whether a key pressed now belongs to something else: the browser, a field, or whatever floats over the page. */
export function belongsElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true
  const target = event.target instanceof Element ? event.target : null
  return Boolean(target?.closest(typing)) || document.querySelector(overPage) !== null
}

let pressed = ''
let pressedAt = 0

function press(event: KeyboardEvent) {
  const key = event.key === 'Escape' ? 'Esc' : event.key
  const isLetter = key.length === 1
  if ((isLetter ? !areOn : key !== 'Esc') || belongsElsewhere(event)) return
  const bindings = stack.flat()
  if (event.repeat && !bindings.find((binding) => binding.keys === key)?.repeats) return
  const sequence = event.timeStamp - pressedAt < SEQUENCE_MS && pressed ? `${pressed} ${key}` : key
  const hit = bindings.find((binding) => binding.keys === sequence) ?? bindings.find((binding) => binding.keys === key)
  pressed = hit ? '' : key
  pressedAt = event.timeStamp
  if (!hit) return
  event.preventDefault()
  hit.run()
}

/** Forgets a half-typed sequence; for tests. */
export function forgetPressed() {
  pressed = ''
}

/** Binds keys while the component is on screen. Give the same letters to the buttons as `keyHint`. */
export function useKeys(bindings: KeyBinding[]) {
  const run = useEffectEvent((keys: string) => bindings.find((binding) => binding.keys === keys)?.run())
  const names = bindings
    .map((binding) => `${binding.keys}\t${binding.label}\t${binding.isGlobal ?? ''}\t${binding.repeats ?? ''}`)
    .join('\n')
  useEffect(() => {
    const mine = names
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [keys = '', label = '', isGlobal, repeats] = line.split('\t')
        return { keys, label, isGlobal: isGlobal === 'true', repeats: repeats === 'true', run: () => run(keys) }
      })
    if (stack.length === 0) document.addEventListener('keydown', press)
    stack = [mine, ...stack]
    tellAll()
    return () => {
      stack = stack.filter((one) => one !== mine)
      if (stack.length === 0) document.removeEventListener('keydown', press)
      tellAll()
    }
  }, [names])
}
