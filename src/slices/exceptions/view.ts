/** Filters of a screen under a name, of one person or of a team. */
export type View = {
  id: string
  screen: 'review'
  name: string
  personId: string | null
  teamId: string | null
  query: string
  isDefault: boolean
}

/** More than these nobody finds again. */
export const viewsMax = 50
