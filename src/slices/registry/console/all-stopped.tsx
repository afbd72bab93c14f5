import { useCall } from '#console/query.ts'
import { listKillSwitches } from '../contract.ts'
import { KillSwitch, StoppedNotice } from './kill-switch.tsx'

/** The kill switch over everything, if it is on. */
function useAllStopped() {
  const switches = useCall(listKillSwitches, { isOn: true, limit: 200 } as never)
  return switches.data?.items.find((one) => one.scope === 'all' && one.isOn)
}

/** Says at the top of a page that all AI agents are stopped; otherwise nothing. */
export function AllStopped({ mayUse }: { mayUse: boolean }) {
  const stop = useAllStopped()
  return stop ? <StoppedNotice stop={stop} name="" mayUse={mayUse} /> : null
}

/** The button that stops everything, while nothing is stopped. */
export function StopAll() {
  return useAllStopped() ? null : <KillSwitch over={{ scope: 'all' }} isOn={false} />
}
