import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { type LucideIcon, Search } from 'lucide-react'
import { uiWords } from '#console/messages/ui.ts'
import { cx } from './cx.ts'
import { dialogPlace } from './dialog-frame.tsx'
import { KeyHint } from './key-hint.tsx'
import { itemLook, popupLook, scrimLook } from './popup.ts'

export type Command = { label: string; run: () => void; icon?: LucideIcon; keyHint?: string }
export type CommandGroup = { label: string; items: Command[] }

type CommandPaletteProps = {
  open: boolean
  onClose: () => void
  label: string
  placeholder: string
  emptyText: string
  groups: CommandGroup[]
  /** Called while typing, when some groups come from the server. */
  onSearch?: (text: string) => void
}

/** One box that finds every screen and act. Arrow keys choose, Enter runs, Escape closes. */
export function CommandPalette({ open, onClose, ...content }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={cx(scrimLook, 'z-30')} />
        <Dialog.Viewport className={dialogPlace}>
          <Dialog.Popup aria-label={content.label} className={cx(popupLook, 'w-full max-w-xl overflow-hidden')}>
            <Finder {...content} onClose={onClose} />
            <Dialog.Close className="sr-only">{uiWords.close}</Dialog.Close>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Finder({ onClose, label, placeholder, emptyText, groups, onSearch }: Omit<CommandPaletteProps, 'open'>) {
  function run(command: Command) {
    onClose()
    command.run()
  }

  return (
    <Autocomplete.Root
      open
      inline
      items={groups.map((group) => ({ value: group.label, items: group.items }))}
      itemToStringValue={(command: Command) => command.label}
      onValueChange={onSearch}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-2 border-b border-line px-4">
        <Search size={16} aria-hidden="true" className="shrink-0 text-ink-2" />
        <Autocomplete.Input aria-label={label} placeholder={placeholder} className="h-12 w-full bg-transparent text-title outline-none" />
      </div>
      <Autocomplete.Empty>
        <p className="p-4 text-ink-2">{emptyText}</p>
      </Autocomplete.Empty>
      <Autocomplete.List className="max-h-[60dvh] overflow-y-auto p-2 data-empty:p-0">
        {(group: { value: string; items: Command[] }) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className="px-2 pt-2 pb-1 text-meta text-ink-2">{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(command: Command) => (
                <Autocomplete.Item key={command.label} value={command} onClick={() => run(command)} className={itemLook}>
                  {command.icon ? <command.icon size={16} aria-hidden="true" className="shrink-0 text-ink-2" /> : null}
                  <span className="min-w-0 grow">{command.label}</span>
                  {command.keyHint ? <KeyHint keys={command.keyHint} /> : null}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}
