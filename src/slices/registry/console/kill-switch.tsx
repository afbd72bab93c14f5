import { OctagonX, Play } from 'lucide-react'
import { useState } from 'react'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { TextField } from '#console/ui/field.tsx'
import { StatusShape } from '#console/ui/status-mark.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { setKillSwitch } from '../contract.ts'
import { registryWords } from './words.ts'

export type Switch = OutputOf<typeof setKillSwitch>
export type SwitchTarget = { scope: 'all' } | { scope: 'ai_agent' | 'deployment'; target: string; name: string }

type KillSwitchProps = { over: SwitchTarget; isOn: boolean; size?: 'normal' | 'small' }

const labelOf = (over: SwitchTarget, isOn: boolean): string => {
  if (over.scope === 'all') return isOn ? registryWords.goOnAll : registryWords.stopAll
  return isOn ? registryWords.goOn(over.name) : registryWords.stop(over.name)
}

const titleOf = (over: SwitchTarget, isOn: boolean): string => {
  if (over.scope === 'all') return isOn ? registryWords.goOnAllTitle : registryWords.stopAllTitle
  return isOn ? registryWords.goOnTitle(over.name) : registryWords.stopTitle(over.name)
}

const doneOf = (over: SwitchTarget, wasOn: boolean): string => {
  if (over.scope === 'all') return wasOn ? registryWords.allGoOn : registryWords.allStopped
  return wasOn ? registryWords.goesOn(over.name) : registryWords.isStopped(over.name)
}

/** One press, one reason: stops an AI agent, a deployment or all of them, or lets them go on. */
export function KillSwitch({ over, isOn, size = 'normal' }: KillSwitchProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [whoToAsk, setWhoToAsk] = useState('')
  const act = useAct(setKillSwitch, { also: ['decisions'] })
  const target = over.scope === 'all' ? {} : { target: over.target }
  const set = async (reason: string) => {
    const ask = whoToAsk.trim()
    await act.mutateAsync({ scope: over.scope, ...target, isOn: !isOn, reason, ...(ask === '' ? {} : { whoToAsk: ask }) })
    notify({ title: doneOf(over, isOn), text: registryWords.done })
  }
  const stopText = over.scope === 'all' ? registryWords.stopAllText : registryWords.stopText
  return (
    <>
      <Button variant={isOn ? 'plain' : 'danger'} size={size} icon={isOn ? Play : OctagonX} onClick={() => setIsOpen(true)}>
        {labelOf(over, isOn)}
      </Button>
      <ConfirmDialog
        open={isOpen}
        onClose={() => setIsOpen(false)}
        title={titleOf(over, isOn)}
        description={isOn ? <p>{registryWords.goOnText}</p> : <StopText text={stopText} />}
        confirmLabel={labelOf(over, isOn)}
        isDangerous={!isOn}
        onConfirm={set}
      >
        {isOn ? null : (
          <TextField
            label={registryWords.whoToAsk}
            hint={registryWords.whoToAskHint}
            optional
            maxLength={200}
            value={whoToAsk}
            onChange={setWhoToAsk}
          />
        )}
      </ConfirmDialog>
    </>
  )
}

function StopText({ text }: { text: string }) {
  return (
    <>
      <p>{text}</p>
      <p>{registryWords.stopUndo}</p>
    </>
  )
}

/** A switch that is on, with its reason and whom to ask. It stands until somebody lets the work go on. */
export function StoppedNotice({ stop, name, mayUse }: { stop: Switch; name: string; mayUse: boolean }) {
  const isAll = stop.scope === 'all'
  const over: SwitchTarget = isAll ? { scope: 'all' } : { scope: stop.scope as 'ai_agent', target: stop.target, name }
  return (
    <div role="status" className="flex flex-wrap items-start justify-between gap-3 rounded-l border border-line bg-tint-act p-4">
      <div className="grid min-w-0 gap-0.5">
        <p className="inline-flex items-center gap-2 text-title font-strong">
          <StatusShape status="act" />
          {isAll ? registryWords.allStopped : registryWords.isStopped(name)}
        </p>
        <p>{isAll ? registryWords.allStoppedText : registryWords.stoppedText}</p>
        <p>{registryWords.stoppedWhy(stop.reason)}</p>
        <p>
          {registryWords.stoppedAsk(stop.whoToAsk)} · <TimeAgo at={stop.at} />
        </p>
      </div>
      {mayUse ? <KillSwitch over={over} isOn /> : null}
    </div>
  )
}
