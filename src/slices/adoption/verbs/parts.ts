export type AdoptionParts = { groupFloor: number }
