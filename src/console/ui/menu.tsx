import { cloneElement, lazy, type ReactElement, Suspense, useState } from 'react'
import type { MenuEntry, MenuProps } from './menu-popup.tsx'

export type { MenuEntry }

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
