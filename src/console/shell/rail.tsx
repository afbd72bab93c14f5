import { useLocation } from '@tanstack/react-router'
import { shellWords } from '#console/messages/shell.ts'
import { type Screen, type ScreenGroup, screenAt } from '#console/screens.ts'
import { cx } from '#console/ui/cx.ts'
import { Link } from '#console/ui/link.tsx'

const groups: { id: ScreenGroup; label: () => string }[] = [
  { id: 'work', label: () => shellWords.groupWork },
  { id: 'organisation', label: () => shellWords.groupOrganisation },
  { id: 'engineering', label: () => shellWords.groupEngineering },
  { id: 'settings', label: () => shellWords.groupSettings },
]

/** The screens by group. A group without a screen for this person is left out. */
export function Rail({ screens, onGo }: { screens: Screen[]; onGo?: () => void }) {
  const here = screenAt(useLocation().pathname, screens)
  return (
    <nav aria-label={shellWords.main} className="grid content-start gap-4">
      {groups.map((group) => {
        const inside = screens.filter((screen) => screen.group === group.id)
        if (inside.length === 0) return null
        return (
          <div key={group.id}>
            <h2 className="px-2 pb-1 text-meta font-medium text-ink-2">{group.label()}</h2>
            <ul className="grid gap-0.5">
              {inside.map((screen) => (
                <li key={screen.path}>
                  <RailLink screen={screen} isHere={screen === here} onGo={onGo} />
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}

function RailLink({ screen, isHere, onGo }: { screen: Screen; isHere: boolean; onGo?: () => void }) {
  const Icon = screen.icon
  return (
    <Link
      to={screen.path as '/'}
      look="bare"
      onClick={onGo}
      aria-current={isHere ? 'page' : undefined}
      className={cx(
        'flex min-h-8 items-center gap-2.5 rounded-m px-2 py-1 text-body text-ink',
        isHere ? 'bg-selected font-medium' : 'hover:bg-hover',
      )}
    >
      <Icon size={16} aria-hidden="true" className={cx('shrink-0', isHere ? 'text-accent' : 'text-ink-2')} />
      {screen.label()}
      {screen.Badge ? <screen.Badge /> : null}
    </Link>
  )
}
