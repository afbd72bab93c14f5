import { switchKeys, useAreKeysOn, useKeyLegend } from '#console/keys.ts'
import { shellWords } from '#console/messages/shell.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { KeyHint } from '#console/ui/key-hint.tsx'
import { withControl } from './platform.ts'

type Line = { keys: string; label: string }

/** Every key that works now, and the switch that turns letters off. */
export function KeyLegend({ open, onClose }: { open: boolean; onClose: () => void }) {
  const areOn = useAreKeysOn()
  const legend = useKeyLegend()
  const always = [
    { keys: withControl('K'), label: shellWords.keyPalette },
    { keys: 'Esc', label: shellWords.keyBack },
  ]
  const here = legend.filter((binding) => !binding.isGlobal)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={shellWords.keysTitle}
      description={areOn ? shellWords.keysText : shellWords.keysOff}
      actions={<Button onClick={() => switchKeys(!areOn)}>{areOn ? shellWords.keysSwitchOff : shellWords.keysSwitchOn}</Button>}
    >
      <div className="grid gap-6 wide:grid-cols-2">
        <Lines title={shellWords.keysEverywhere} lines={[...always, ...legend.filter((binding) => binding.isGlobal)]} />
        {here.length > 0 ? <Lines title={shellWords.keysHere} lines={here} /> : null}
      </div>
    </Dialog>
  )
}

function Lines({ title, lines }: { title: string; lines: Line[] }) {
  return (
    <section>
      <h3 className="pb-2 text-meta font-medium text-ink-2">{title}</h3>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {lines.map((line) => (
          <div key={line.keys} className="contents">
            <dt>
              <KeyHint keys={line.keys} />
              <span className="sr-only">{line.keys.replace(' ', ` ${shellWords.keyThen} `)}</span>
            </dt>
            <dd>{line.label}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
