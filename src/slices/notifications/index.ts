export type { OutgoingMessage, Severity } from './message.ts'
export { mountNotifications } from './routes.ts'
export { channelsFor, type KnownChannel } from './store/channels.ts'
export { enqueue, type PublishedEvent, publishEvent } from './verbs/enqueue.ts'
