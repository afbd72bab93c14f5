import type { LucideIcon } from 'lucide-react'
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react'

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

const load = () => import('./menu-popup.tsx')
const Popup = lazy(async () => ({ default: (await load()).MenuPopup }))

/**
 * Acts behind one button. The arrow keys walk, a letter jumps, Escape closes. What opens is fetched when somebody comes near,
 * so that pages whose menus stay shut do not wait for it.
 */
export function Menu(props: MenuProps) {
  const [isWanted, setIsWanted] = useState(false)
  const closed = cloneElement(props.trigger as ReactElement<Record<string, unknown>>, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setIsWanted(true),
  })
  if (!isWanted) return closed
  return (
    <Suspense fallback={closed}>
      <Popup {...props} />
    </Suspense>
  )
}
