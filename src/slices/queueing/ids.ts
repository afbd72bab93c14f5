export const halfHoursOfDay = 48
export const halfHoursOfWeek = 336
