import * as z from 'zod/mini'
import { Empty, page, pageInput, route, Slug, Uuid } from '#kernel/contract.ts'
import { Channel, ChannelKind, Delivery, DeliveryState, EmailAddress, EventType, line, MadeChannel, Target } from './contract/shapes.ts'

export { Channel, channelKinds, Delivery, deliveryStates, eventTypes, MadeChannel, Target } from './contract/shapes.ts'

const Events = z.array(EventType).check(z.maxLength(20))

export const listChannels = route({
  method: 'GET',
  path: '/api/v1/channels',
  scope: 'channels:read',
  summary: 'Channels of the teams that you may see and of the whole organisation, by id',
  input: z.object({ ...pageInput, after: z.optional(Uuid), team: z.optional(Slug), kind: z.optional(ChannelKind) }),
  output: page(Channel),
})

export const getChannel = route({
  method: 'GET',
  path: '/api/v1/channels/:channel',
  scope: 'channels:read',
  summary: 'One channel, without its secret',
  input: z.object({ channel: Uuid }),
  output: Channel,
})

export const createChannel = route({
  method: 'POST',
  path: '/api/v1/channels',
  scope: 'channels:write',
  summary: 'Add a channel: e-mail, Slack, PagerDuty, Alertmanager or a signed webhook',
  description:
    'The organisation has at most one e-mail channel. The secret of a signed webhook is made here (Standard Webhooks, whsec_…) and shown in this answer only.',
  status: 201,
  input: z.strictObject({
    /** Null for the whole organisation, which needs the right in every team. */
    teamId: z._default(z.nullable(Slug), null),
    name: line(120),
    target: Target,
    events: z._default(Events, []),
    aiAgentId: z._default(z.nullable(Slug), null),
    isOn: z._default(z.boolean(), true),
  }),
  output: MadeChannel,
})

export const changeChannel = route({
  method: 'PATCH',
  path: '/api/v1/channels/:channel',
  scope: 'channels:write',
  summary: 'Change a channel; what is left out stays; needs If-Match',
  description:
    'A target is replaced as a whole and stays of its kind. A stored password stays when it is left out and the host is the same.',
  input: z.strictObject({
    channel: Uuid,
    name: z.optional(line(120)),
    target: z.optional(Target),
    events: z.optional(Events),
    aiAgentId: z.optional(z.nullable(Slug)),
    isOn: z.optional(z.boolean()),
  }),
  output: Channel,
})

export const deleteChannel = route({
  method: 'DELETE',
  path: '/api/v1/channels/:channel',
  scope: 'channels:write',
  summary: 'Delete a channel; what still waits for it is not sent; needs If-Match',
  input: z.object({ channel: Uuid }),
  output: Empty,
})

export const rotateSecret = route({
  method: 'POST',
  path: '/api/v1/channels/:channel/secret',
  scope: 'channels:write',
  summary: 'Make a new signing secret for a webhook; it is shown in this answer only',
  description: 'For 24 hours everything is signed with both secrets, so that the receiver can change over without missing anything.',
  status: 201,
  input: z.strictObject({ channel: Uuid }),
  output: z.object({
    /** Null when this answer is a repeated one. */
    secret: z.nullable(z.string()),
    /** Until then the secret before it signs too. */
    olderSignsUntil: z.nullable(z.string()),
  }),
})

export const testChannel = route({
  method: 'POST',
  path: '/api/v1/channels/:channel/test',
  scope: 'channels:write',
  summary: 'Send a message that says it is a test; its delivery tells how it went',
  status: 202,
  input: z.strictObject({
    channel: Uuid,
    /** For e-mail: somebody who has access here. Left out: yourself. */
    to: z.optional(EmailAddress),
  }),
  output: Delivery,
})

export const listDeliveries = route({
  method: 'GET',
  path: '/api/v1/deliveries',
  scope: 'channels:read',
  summary: 'What was sent or is to be sent, newest first',
  input: z.object({
    ...pageInput,
    after: z.optional(Uuid),
    team: z.optional(Slug),
    channelId: z.optional(Uuid),
    state: z.optional(DeliveryState),
  }),
  output: page(Delivery),
})

export const getDelivery = route({
  method: 'GET',
  path: '/api/v1/deliveries/:delivery',
  scope: 'channels:read',
  summary: 'One delivery and how it went',
  input: z.object({ delivery: Uuid }),
  output: Delivery,
})

export const retryDelivery = route({
  method: 'POST',
  path: '/api/v1/deliveries/:delivery/retry',
  scope: 'channels:write',
  summary: 'Try again now, for what waits, was refused or was given up; under the same id',
  input: z.strictObject({ delivery: Uuid }),
  output: Delivery,
})
