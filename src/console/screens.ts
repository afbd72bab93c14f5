import {
  Activity,
  ArrowLeftRight,
  BellElectric,
  BellRing,
  Binoculars,
  BookOpen,
  Bot,
  CalendarClock,
  CalendarRange,
  Compass,
  FlaskConical,
  Gauge,
  History,
  Inbox,
  KeyRound,
  ListOrdered,
  type LucideIcon,
  MessagesSquare,
  Ruler,
  Scale,
  SearchCheck,
  Send,
  ShieldCheck,
  Siren,
  SlidersHorizontal,
  Sprout,
  UserRoundCog,
  Users,
  UsersRound,
  Waypoints,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { screenWords } from './messages/screens.ts'
import type { Me } from './shell/me.tsx'
import { may } from './shell/me.tsx'
import { ReviewBadge } from './shell/review-badge.tsx'

export type ScreenGroup = 'work' | 'organisation' | 'engineering' | 'settings'

/** A place in the rail, in the palette and among the keys. It exists once its page does. */
export type Screen = {
  path: string
  group: ScreenGroup
  label: () => string
  icon: LucideIcon
  /** The letter after `g`. */
  letter?: string
  /** The right that opens it; without one everybody who is signed in may. */
  scope?: string
  /** The roles for which it is the first screen that somebody sees. */
  homeFor?: readonly Me['roles'][number]['role'][]
  /** What waits there, beside the name in the rail. */
  Badge?: ComponentType
}

/** All screens, in the order of the rail. */
export const screens: Screen[] = [
  {
    path: '/review',
    group: 'work',
    label: () => screenWords.review,
    icon: Inbox,
    letter: 'r',
    scope: 'exceptions:read',
    homeFor: ['teammate', 'team_lead', 'administrator'],
    Badge: ReviewBadge,
  },
  { path: '/now', group: 'work', label: () => screenWords.now, icon: Activity, letter: 'n', scope: 'decisions:read' },
  { path: '/review/causes', group: 'work', label: () => screenWords.causes, icon: Waypoints, letter: 'k', scope: 'exceptions:read' },
  { path: '/escalation', group: 'work', label: () => screenWords.escalation, icon: Siren, letter: 'e', scope: 'escalation:read' },
  { path: '/alarms', group: 'work', label: () => screenWords.alarms, icon: BellRing, letter: 'b', scope: 'alarms:read' },
  {
    path: '/overview',
    group: 'organisation',
    label: () => screenWords.overview,
    icon: Compass,
    letter: 'v',
    scope: 'quality:read',
    homeFor: ['coe', 'leadership'],
  },
  { path: '/weeks', group: 'organisation', label: () => screenWords.weeks, icon: CalendarRange, letter: 'w', scope: 'measures:read' },
  { path: '/flow', group: 'organisation', label: () => screenWords.flow, icon: ArrowLeftRight, letter: 'f', scope: 'measures:read' },
  { path: '/quality', group: 'organisation', label: () => screenWords.quality, icon: Binoculars, letter: 'q', scope: 'quality:read' },
  { path: '/adoption', group: 'organisation', label: () => screenWords.adoption, icon: Sprout, letter: 'y', scope: 'adoption:read' },
  { path: '/revisits', group: 'organisation', label: () => screenWords.revisits, icon: CalendarClock, letter: 'h', scope: 'adoption:read' },
  {
    path: '/investigations',
    group: 'organisation',
    label: () => screenWords.investigations,
    icon: SearchCheck,
    letter: 'i',
    scope: 'quality:read',
  },
  {
    path: '/conversations',
    group: 'organisation',
    label: () => screenWords.conversations,
    icon: MessagesSquare,
    letter: 'o',
    scope: 'conversations:read',
  },
  { path: '/policy', group: 'organisation', label: () => screenWords.policy, icon: Scale, letter: 'p', scope: 'standards:read' },
  {
    path: '/review/triage',
    group: 'organisation',
    label: () => screenWords.triage,
    icon: ListOrdered,
    letter: 't',
    scope: 'exceptions:read',
  },
  { path: '/capacity', group: 'organisation', label: () => screenWords.capacity, icon: Gauge, letter: 'c', scope: 'capacity:read' },
  { path: '/limits', group: 'organisation', label: () => screenWords.limits, icon: Ruler, letter: 'l', scope: 'limits:read' },
  {
    path: '/ai-agents',
    group: 'engineering',
    label: () => screenWords.aiAgents,
    icon: Bot,
    letter: 'a',
    scope: 'ai-agents:read',
    homeFor: ['engineer'],
  },
  {
    path: '/confidence',
    group: 'engineering',
    label: () => screenWords.confidence,
    icon: SlidersHorizontal,
    letter: 'x',
    scope: 'measures:read',
  },
  { path: '/drills', group: 'engineering', label: () => screenWords.drills, icon: FlaskConical, letter: 'd', scope: 'drills:read' },
  {
    path: '/audit',
    group: 'engineering',
    label: () => screenWords.audit,
    icon: History,
    letter: 'u',
    scope: 'audit:read',
    homeFor: ['auditor'],
  },
  { path: '/measures', group: 'settings', label: () => screenWords.measures, icon: BookOpen, letter: 'm', scope: 'measures:read' },
  { path: '/settings/people', group: 'settings', label: () => screenWords.people, icon: UsersRound, scope: 'people:read' },
  { path: '/settings/teams', group: 'settings', label: () => screenWords.teams, icon: Users, scope: 'teams:read' },
  { path: '/settings/keys', group: 'settings', label: () => screenWords.keys, icon: KeyRound, scope: 'keys:read' },
  { path: '/settings/alarms', group: 'settings', label: () => screenWords.alarmSettings, icon: BellElectric, scope: 'alarms:read' },
  { path: '/settings/channels', group: 'settings', label: () => screenWords.channels, icon: Send, scope: 'channels:read' },
  { path: '/settings/rights', group: 'settings', label: () => screenWords.rights, icon: ShieldCheck },
  { path: '/settings/me', group: 'settings', label: () => screenWords.me, icon: UserRoundCog, letter: 's' },
]

export function screensFor(me: Me, all: Screen[] = screens): Screen[] {
  return all.filter((screen) => screen.scope === undefined || may(me, screen.scope))
}

/** The screen that an address belongs to: its own or the nearest one above. */
export function screenAt(path: string, all: Screen[] = screens): Screen | undefined {
  const fitting = all.filter((screen) => path === screen.path || path.startsWith(`${screen.path}/`))
  return fitting.sort((one, other) => other.path.length - one.path.length)[0]
}
