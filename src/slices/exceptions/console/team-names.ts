import { createContext, useContext } from 'react'

/** A team that can be chosen or filtered by. */
export type Team = { id: string; name: string }

/** What a team is called. Rows carry ids; the page that lends its teams knows the names. */
export const TeamNames = createContext((id: string): string => id)

export const useTeamName = () => useContext(TeamNames)
