import type { Chance } from '#kernel/clock.ts'
import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { changeChannel, createChannel, deleteChannel, getChannel, listChannels, rotateSecret } from './verbs/channels.ts'
import { getDelivery, listDeliveries, retryDelivery, testChannel } from './verbs/deliveries.ts'

export function mountNotifications(app: App, { chance }: { chance: Chance }): void {
  serve(app, contract.listChannels, listChannels)
  serve(app, contract.getChannel, getChannel)
  serve(app, contract.createChannel, (ctx, input) => createChannel(chance, ctx, input))
  serve(app, contract.changeChannel, changeChannel)
  serve(app, contract.deleteChannel, deleteChannel)
  serve(app, contract.rotateSecret, (ctx, input) => rotateSecret(chance, ctx, input))
  serve(app, contract.testChannel, testChannel)
  serve(app, contract.listDeliveries, listDeliveries)
  serve(app, contract.getDelivery, getDelivery)
  serve(app, contract.retryDelivery, retryDelivery)
}
