import { Button } from '#console/ui/button.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { decideWords } from './decide-words.ts'

const MINUTE = 60_000
const NINE = 9

/** Nine in the morning of a day, by this machine's clock. */
function atNine(from: Date, days: number): Date {
  const day = new Date(from)
  day.setDate(day.getDate() + days)
  day.setHours(NINE, 0, 0, 0)
  return day
}

const MONDAY = 1
const daysToMonday = (from: Date) => (MONDAY - from.getDay() + 7) % 7 || 7

type DeferDialogProps = { open: boolean; onClose: () => void; onChoose: (until: string) => void }

/** Until when, in one press. */
export function DeferDialog({ open, onClose, onChoose }: DeferDialogProps) {
  const now = new Date()
  const later = (minutes: number) => new Date(now.getTime() + minutes * MINUTE)
  const choices = [
    { label: decideWords.inMinutes(30), until: later(30) },
    { label: decideWords.inHours(1), until: later(60) },
    { label: decideWords.inHours(4), until: later(240) },
    { label: decideWords.tomorrow, until: atNine(now, 1) },
    { label: decideWords.monday, until: atNine(now, daysToMonday(now)) },
  ]
  const choose = (until: Date) => {
    onClose()
    onChoose(until.toISOString())
  }
  return (
    <Dialog open={open} onClose={onClose} title={decideWords.deferTitle} description={decideWords.deferText}>
      <div className="grid gap-2">
        {choices.map((choice) => (
          <Button key={choice.label} wide onClick={() => choose(choice.until)}>
            {choice.label}
          </Button>
        ))}
      </div>
    </Dialog>
  )
}

type EscalateDialogProps = { open: boolean; onClose: () => void; onSend: (reason: string) => Promise<unknown> }

export function EscalateDialog({ open, onClose, onSend }: EscalateDialogProps) {
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={decideWords.escalateTitle}
      description={decideWords.escalateText}
      confirmLabel={decideWords.escalateSend}
      onConfirm={onSend}
    />
  )
}
