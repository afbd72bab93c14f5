import { CircleHelp, Menu as MenuIcon, Moon, Search, Sun, UserRound } from 'lucide-react'
import { switchKeys, useAreKeysOn } from '#console/keys.ts'
import { shellWords } from '#console/messages/shell.ts'
import { chooseTheme, useTheme } from '#console/theme.ts'
import { IconButton } from '#console/ui/button.tsx'
import { KeyHint } from '#console/ui/key-hint.tsx'
import { Link } from '#console/ui/link.tsx'
import { Menu, type MenuEntry } from '#console/ui/menu.tsx'
import { Tooltip } from '#console/ui/tooltip.tsx'
import { LiveBadge } from './live-badge.tsx'
import { Mark } from './mark.tsx'
import { useMe } from './me.tsx'
import { withControl } from './platform.ts'

type TopBarProps = { onMenu: () => void; onSearch: () => void; onHelp: () => void; onSignOut: () => void }

export function TopBar({ onMenu, onSearch, onHelp, onSignOut }: TopBarProps) {
  return (
    <header data-shell="bar" className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b border-line bg-card px-2 wide:px-4">
      <span className="wide:hidden">
        <IconButton label={shellWords.menu} icon={MenuIcon} onClick={onMenu} />
      </span>
      <Link
        to="/"
        look="bare"
        aria-label={shellWords.home}
        className="flex items-center gap-2 rounded-m px-1 py-1 text-title font-strong text-ink wide:w-48"
      >
        <Mark />
        {shellWords.product}
      </Link>
      <SearchButton onSearch={onSearch} />
      <div className="flex items-center gap-1">
        <LiveBadge />
        <span className="hidden items-center gap-1 narrow:flex">
          <Tooltip text={shellWords.help}>
            <IconButton label={shellWords.help} icon={CircleHelp} onClick={onHelp} aria-keyshortcuts="?" />
          </Tooltip>
          <ThemeButton />
        </span>
        <PersonMenu onHelp={onHelp} onSignOut={onSignOut} />
      </div>
    </header>
  )
}

function SearchButton({ onSearch }: { onSearch: () => void }) {
  return (
    <>
      <span className="ms-auto wide:hidden">
        <IconButton label={shellWords.palette} icon={Search} onClick={onSearch} />
      </span>
      <span className="hidden grow justify-center wide:flex">
        <button
          type="button"
          onClick={onSearch}
          aria-keyshortcuts="Control+K"
          className="flex h-8 w-90 items-center gap-2 rounded-m border border-edge/60 bg-card ps-3 pe-1.5 text-start text-body text-ink-2 hover:bg-hover"
        >
          <Search size={16} aria-hidden="true" />
          <span className="grow">{shellWords.search}</span>
          <KeyHint keys={withControl('K')} />
        </button>
      </span>
    </>
  )
}

function ThemeButton() {
  const isDark = useTheme() === 'dark'
  const label = isDark ? shellWords.toLight : shellWords.toDark
  return (
    <Tooltip text={label}>
      <IconButton label={label} icon={isDark ? Sun : Moon} onClick={() => chooseTheme(isDark ? 'light' : 'dark')} />
    </Tooltip>
  )
}

function PersonMenu({ onHelp, onSignOut }: { onHelp: () => void; onSignOut: () => void }) {
  const { person } = useMe()
  const areKeysOn = useAreKeysOn()
  const isDark = useTheme() === 'dark'
  const name = person?.name ?? shellWords.product
  const entries: MenuEntry[] = [
    { label: shellWords.help, onSelect: onHelp, keyHint: '?' },
    { label: isDark ? shellWords.toLight : shellWords.toDark, onSelect: () => chooseTheme(isDark ? 'light' : 'dark') },
    { label: shellWords.letterKeys, checked: areKeysOn, onCheckedChange: switchKeys },
    { label: shellWords.documentation, href: '/api/docs' },
    'line',
    { label: shellWords.signOut, onSelect: onSignOut },
  ]
  const heading = (
    <>
      <span className="block font-medium text-ink">{name}</span>
      {person?.email}
    </>
  )
  return <Menu trigger={<IconButton label={shellWords.person(name)} icon={UserRound} />} heading={heading} entries={entries} />
}
