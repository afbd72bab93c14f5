import { AppError } from '#kernel/errors.ts'
import { type Grant, isTeamRole } from './rights.ts'

/** Somebody who may sign in. `pseudonym` stands for them in facts, the audit log and the ledger. */
export type Person = {
  id: string
  name: string
  email: string
  pseudonym: string
  hasPassword: boolean
  disabledAt: Date | null
  version: number
  roles: Grant[]
}

export function personState(person: Person): 'invited' | 'active' | 'disabled' {
  if (person.disabledAt) return 'disabled'
  return person.hasPassword ? 'active' : 'invited'
}

/** What others see of a person. The pseudonym is left out on purpose: only break-glass puts the two together. */
export function personToWire(person: Person) {
  const { id, name, email, roles } = person
  return { id, name, email, state: personState(person), roles, etag: String(person.version) }
}

/** How the audit log and the ledger name a person. */
export function personSubject(person: { pseudonym: string }): string {
  return `person:${person.pseudonym}`
}

/** Roles in one order and without repetition. Throws when a team role names no team, or another role names one. */
export function checkedGrants(grants: readonly Grant[]): Grant[] {
  for (const { role, team } of grants) {
    if (isTeamRole(role) && team === null)
      throw new AppError('invalid', `The role ${role} is held in a team.`, { next: 'Name the team beside the role.' })
    if (!isTeamRole(role) && team !== null)
      throw new AppError('invalid', `The role ${role} is held in the whole organisation.`, { next: 'Leave the team out.' })
  }
  const distinct = new Map(grants.map((grant) => [`${grant.role} ${grant.team ?? ''}`, { role: grant.role, team: grant.team }]))
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, grant]) => grant)
}

export function holdsAdministrator(grants: readonly Grant[]): boolean {
  return grants.some((grant) => grant.role === 'administrator')
}

/** Passwords of twelve or more characters that everybody tries first. */
const veryCommon = new Set([
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456789123',
  '123123123123',
  '000000000000',
  '111111111111',
  'abcdefghijkl',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdf',
  'qwerty123456',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'administrator',
  'administrator1',
  'adminadminadmin',
  'letmeinletmein',
  'welcome12345',
  'welcome123456',
  'changemeplease',
  'changeme1234',
  'iloveyou1234',
  'correcthorsebatterystaple',
])

/** Refuses a password that is easily guessed: very common, one character repeated, or the person's own address. */
export function checkPassword(password: string, email: string): void {
  const plain = password.toLowerCase()
  const [local = ''] = email.split('@')
  const isOneCharacter = new Set(plain).size < 3
  const isOwnAddress = plain === email || (local.length >= 4 && plain.replace(/[^a-z]/g, '') === local.replace(/[^a-z]/g, ''))
  if (!veryCommon.has(plain) && !isOneCharacter && !isOwnAddress) return
  throw new AppError('invalid', 'This password is too easy to guess.', {
    faults: [{ path: 'password', message: 'choose one that is less common and is not your address' }],
    next: 'Use a few unrelated words, or let a password manager make one.',
  })
}
