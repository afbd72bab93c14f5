import { useNavigate } from '@tanstack/react-router'
import { shellWords } from '#console/messages/shell.ts'
import type { Screen } from '#console/screens.ts'
import { type Command, CommandPalette } from '#console/ui/command-palette.tsx'

type PaletteProps = { open: boolean; onClose: () => void; screens: Screen[]; acts: Command[] }

/** Search and jump. Loaded when it is opened for the first time. */
export function Palette({ open, onClose, screens, acts }: PaletteProps) {
  const navigate = useNavigate()
  const go: Command[] = screens.map((screen) => ({
    label: screen.label(),
    icon: screen.icon,
    keyHint: screen.letter ? `g ${screen.letter}` : undefined,
    run: () => void navigate({ to: screen.path }),
  }))
  const groups = [
    { label: shellWords.paletteGo, items: go },
    { label: shellWords.paletteAct, items: acts },
  ]
  return (
    <CommandPalette
      open={open}
      onClose={onClose}
      label={shellWords.palette}
      placeholder={shellWords.search}
      emptyText={shellWords.paletteEmpty}
      groups={groups.filter((group) => group.items.length > 0)}
    />
  )
}
