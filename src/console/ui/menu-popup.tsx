import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check, type LucideIcon } from 'lucide-react'
import { Fragment, type ReactElement, type ReactNode, useEffect, useRef } from 'react'
import { cx } from './cx.ts'
import { KeyHint } from './key-hint.tsx'
import { itemLook, popupLook } from './popup.ts'

export type MenuEntry =
  | { label: string; onSelect: () => void; icon?: LucideIcon; keyHint?: string; isDisabled?: boolean }
  | { label: string; href: string; icon?: LucideIcon }
  | { label: string; checked: boolean; onCheckedChange: (checked: boolean) => void }
  | 'line'

export type MenuProps = {
  /** The button that opens it: a `Button` or an `IconButton`. */
  trigger: ReactElement
  entries: MenuEntry[]
  /** Shown on top, such as the name of the person. Not an entry. */
  heading?: ReactNode
  align?: 'start' | 'end'
}

/** The menu itself, fetched when the first one is opened: `menu.tsx` puts it in place of its button. */
export function MenuPopup({ trigger, entries, heading, align = 'end' }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const wasPressed = useRef(false)
  // The press that asked for it is passed on, so that it opens as it always will: with the first entry chosen.
  useEffect(() => {
    if (wasPressed.current) return
    wasPressed.current = true
    button.current?.focus()
    button.current?.click()
  }, [])
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger ref={button} render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={4} align={align} className="z-40 outline-none">
          <BaseMenu.Popup className={cx(popupLook, 'min-w-52 p-1')}>
            {heading ? (
              <BaseMenu.Group>
                <BaseMenu.GroupLabel className="px-2 py-1.5 text-meta text-ink-2">{heading}</BaseMenu.GroupLabel>
                <Entries entries={entries} />
              </BaseMenu.Group>
            ) : (
              <Entries entries={entries} />
            )}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

function Entries({ entries }: { entries: MenuEntry[] }) {
  return entries.map((entry, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two lines between entries have nothing else that tells them apart
    <Fragment key={index}>
      <Entry entry={entry} />
    </Fragment>
  ))
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry === 'line') return <BaseMenu.Separator className="my-1 h-px bg-line" />
  if ('checked' in entry)
    return (
      <BaseMenu.CheckboxItem
        checked={entry.checked}
        onCheckedChange={entry.onCheckedChange}
        closeOnClick={false}
        className={cx(itemLook, 'justify-between')}
      >
        {entry.label}
        <span className="size-4">
          <BaseMenu.CheckboxItemIndicator>
            <Check size={16} aria-hidden="true" />
          </BaseMenu.CheckboxItemIndicator>
        </span>
      </BaseMenu.CheckboxItem>
    )
  const Icon = entry.icon
  const label = (
    <>
      {Icon ? <Icon size={16} aria-hidden="true" className="text-ink-2" /> : null}
      <span className="grow">{entry.label}</span>
    </>
  )
  if ('href' in entry)
    return (
      <BaseMenu.LinkItem href={entry.href} className={itemLook}>
        {label}
      </BaseMenu.LinkItem>
    )
  return (
    <BaseMenu.Item onClick={entry.onSelect} disabled={entry.isDisabled} className={itemLook}>
      {label}
      {entry.keyHint ? <KeyHint keys={entry.keyHint} /> : null}
    </BaseMenu.Item>
  )
}
