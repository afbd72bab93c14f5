import * as z from 'zod/mini'
import { route, Slug, Uuid } from '#kernel/contract.ts'

const SavedView = z.object({
  id: Uuid,
  screen: z.enum(['review']),
  name: z.string(),
  /** Null: the reader's own. */
  team: z.nullable(z.string()),
  query: z.string(),
  isDefault: z.boolean(),
})

export const listViews = route({
  method: 'GET',
  path: '/api/v1/views',
  scope: 'exceptions:read',
  summary: 'Saved views: your own and those of your teams',
  input: z.object({ screen: z.enum(['review']) }),
  output: z.object({ items: z.array(SavedView) }),
})

export const saveView = route({
  method: 'POST',
  path: '/api/v1/views',
  scope: 'exceptions:work',
  summary: 'Keep the filters of a screen under a name, for yourself or for a team',
  input: z.strictObject({
    screen: z.enum(['review']),
    name: z.string().check(z.minLength(1), z.maxLength(60)),
    team: z.nullable(Slug),
    query: z.string().check(z.maxLength(1000)),
    isDefault: z.boolean(),
  }),
  output: SavedView,
  status: 201,
})

export const dropView = route({
  method: 'DELETE',
  path: '/api/v1/views/:id',
  scope: 'exceptions:work',
  summary: 'Forget a saved view',
  input: z.object({ id: Uuid }),
  output: z.object({}),
})
