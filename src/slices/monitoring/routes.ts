import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { acknowledgeAlarm, explainAlarm, fixAlarm, getAlarm, listAlarms } from './verbs/alarms.ts'
import { freezeBaseline, listBaselines } from './verbs/baselines.ts'
import type { MonitoringParts } from './verbs/parts.ts'
import { getAlarmSettings, setAlarmSettings } from './verbs/settings.ts'
import { addWatch, getWatch, listWatches, pauseWatch, stopWatch } from './verbs/watches.ts'

export function mountMonitoring(app: App, parts: MonitoringParts): void {
  serve(app, contract.listAlarms, listAlarms)
  serve(app, contract.getAlarm, getAlarm)
  serve(app, contract.acknowledgeAlarm, acknowledgeAlarm)
  serve(app, contract.explainAlarm, explainAlarm(parts))
  serve(app, contract.fixAlarm, fixAlarm)
  serve(app, contract.listWatches, listWatches)
  serve(app, contract.getWatch, getWatch)
  serve(app, contract.addWatch, addWatch(parts))
  serve(app, contract.pauseWatch, pauseWatch)
  serve(app, contract.stopWatch, stopWatch)
  serve(app, contract.listBaselines, listBaselines)
  serve(app, contract.freezeBaseline, freezeBaseline(parts))
  serve(app, contract.getAlarmSettings, getAlarmSettings)
  serve(app, contract.setAlarmSettings, setAlarmSettings)
}
