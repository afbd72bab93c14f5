import { type KeyBinding, useKeys } from '#console/keys.ts'
import type { Detail } from './case.tsx'
import { decideWords } from './decide-words.ts'
import type { Desk, DeskAct } from './desk.ts'
import type { PanelVerb } from './panel.tsx'
import { type ReasonCode, reasonsFor } from './reasons.tsx'
import type { ManyVerb } from './use-acts.ts'
import { actWords, queueWords } from './words.ts'

type InboxKeys = {
  desk: Desk
  detail: Detail | undefined
  act: (act: DeskAct) => void
  /** The act that waits for its reason, of one item or of many. */
  asking: string | null
  onReason: (code: ReasonCode) => void
  onVerb: (verb: PanelVerb) => void
  onMany: (verb: ManyVerb) => void
  onUndo: () => void
  onSearch: () => void
  onViews: () => void
  onCopy: () => void
  onBack: () => void
}

const verbKeys: { keys: string; verb: PanelVerb; label: () => string }[] = [
  { keys: '1', verb: 'approve', label: () => actWords.approveSend },
  { keys: '2', verb: 'edit', label: () => actWords.edit },
  { keys: '3', verb: 'take_over', label: () => actWords.take_over },
  { keys: '4', verb: 'reject', label: () => actWords.reject },
  { keys: '5', verb: 'respond', label: () => actWords.respond },
  { keys: '6', verb: 'escalate', label: () => actWords.escalate },
  { keys: 'h', verb: 'defer', label: () => actWords.defer },
]

const isMany = (verb: PanelVerb): verb is ManyVerb => verb === 'approve' || verb === 'take_over' || verb === 'reject'

/** The keys of the screen: the same for one item and for many. While an act waits for its reason, the numbers choose it. */
export function useInboxKeys(inbox: InboxKeys) {
  useKeys([...(inbox.asking === null ? verbs(inbox) : reasons(inbox)), ...walking(inbox), ...rest(inbox)])
}

function verbs({ desk, onVerb, onMany }: InboxKeys): KeyBinding[] {
  return verbKeys.map(({ keys, verb, label }) => ({
    keys,
    label: label(),
    run: () => (desk.ticked.size > 0 && isMany(verb) ? onMany(verb) : onVerb(verb)),
  }))
}

function reasons({ asking, onReason }: InboxKeys): KeyBinding[] {
  return reasonsFor(asking).map((code, index) => ({ keys: String(index + 1), label: decideWords[code], run: () => onReason(code) }))
}

function walking({ desk, act }: InboxKeys): KeyBinding[] {
  const tick = () => {
    if (desk.at !== null) act({ do: 'tick', id: desk.at })
  }
  return [
    { keys: 'j', label: queueWords.next, repeats: true, run: () => act({ do: 'move', by: 1 }) },
    { keys: 'k', label: queueWords.previous, repeats: true, run: () => act({ do: 'move', by: -1 }) },
    { keys: 'x', label: queueWords.tick, run: tick },
    { keys: 'A', label: queueWords.tickAll, run: () => act({ do: 'tick-all' }) },
    { keys: 'n', label: queueWords.showNew, run: () => act({ do: 'show-new' }) },
  ]
}

function rest({ detail, onUndo, onSearch, onViews, onCopy, onBack }: InboxKeys): KeyBinding[] {
  const source = detail?.sources.find((one) => one.href !== null)?.href
  const openSource = () => {
    if (source) window.open(source, '_blank', 'noopener')
  }
  return [
    { keys: 'u', label: actWords.undo, run: onUndo },
    { keys: '/', label: queueWords.find, run: onSearch },
    { keys: 'o', label: queueWords.openSource, run: openSource },
    { keys: 'v', label: queueWords.views, run: onViews },
    { keys: 'c', label: queueWords.copyLink, run: onCopy },
    { keys: 'Esc', label: decideWords.cancel, run: onBack },
  ]
}
