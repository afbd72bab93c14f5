/** Whether the main modifier key of this machine is Command. */
const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

/** How "Ctrl K" is printed on this machine's keyboard. */
export function withControl(key: string): string {
  return isApple ? `⌘${key}` : `Ctrl ${key}`
}

/** Whether the main modifier and this key were pressed, and nothing else. */
export function isControl(event: KeyboardEvent, key: string): boolean {
  const main = isApple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  return main && !event.altKey && !event.shiftKey && event.key.toLowerCase() === key
}
