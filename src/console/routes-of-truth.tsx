import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frame } from './frame.tsx'
import { oneOf, optional, textOf } from './search.ts'

const rungs = [
  'open',
  'not_involved',
  'involved_no_answer',
  'assisted_escalation',
  'contained_unconfirmed',
  'contained_verified',
  'reopened',
  'recontacted',
] as const

const quality = createRoute({
  getParentRoute: () => frame,
  path: '/quality',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({ measure: textOf(raw.measure, 64), from: textOf(raw.from, 10), to: textOf(raw.to, 10), show: oneOf(raw.show, ['raw']) }),
  component: lazyRouteComponent(() => import('./pages/quality.tsx'), 'QualityPage'),
})
const investigations = createRoute({
  getParentRoute: () => frame,
  path: '/investigations',
  validateSearch: (raw: Record<string, unknown>) => optional({ team: textOf(raw.team, 64), shown: oneOf(raw.shown, ['closed']) }),
  component: lazyRouteComponent(() => import('./pages/investigations.tsx'), 'InvestigationsPage'),
})
const investigation = createRoute({
  getParentRoute: () => frame,
  path: '/investigations/$id',
  component: lazyRouteComponent(() => import('./pages/investigation.tsx'), 'InvestigationPage'),
})
const measures = createRoute({
  getParentRoute: () => frame,
  path: '/measures',
  validateSearch: (raw: Record<string, unknown>) => optional({ measure: textOf(raw.measure, 64) }),
  component: lazyRouteComponent(() => import('./pages/measures.tsx'), 'MeasuresPage'),
})

const conversations = createRoute({
  getParentRoute: () => frame,
  path: '/conversations',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({
      team: textOf(raw.team, 64),
      agent: textOf(raw.agent, 64),
      state: oneOf(raw.state, rungs),
      reason: textOf(raw.reason),
      from: textOf(raw.from, 10),
      to: textOf(raw.to, 10),
      measure: textOf(raw.measure, 64),
      hit: oneOf(raw.hit, ['true', 'false']),
    }),
  component: lazyRouteComponent(() => import('./pages/conversations.tsx'), 'ConversationsPage'),
})
const conversation = createRoute({
  getParentRoute: () => frame,
  path: '/conversations/$id',
  component: lazyRouteComponent(() => import('./pages/conversation.tsx'), 'ConversationPage'),
})

const alarms = createRoute({
  getParentRoute: () => frame,
  path: '/alarms',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({ team: textOf(raw.team, 64), agent: textOf(raw.agent, 64), shown: oneOf(raw.shown, ['over']) }),
  component: lazyRouteComponent(() => import('./pages/alarms.tsx'), 'AlarmsPage'),
})
const alarm = createRoute({
  getParentRoute: () => frame,
  path: '/alarms/$id',
  component: lazyRouteComponent(() => import('./pages/alarm.tsx'), 'AlarmPage'),
})
const alarmSettings = createRoute({
  getParentRoute: () => frame,
  path: '/settings/alarms',
  component: lazyRouteComponent(() => import('./pages/alarm-settings.tsx'), 'AlarmSettingsPage'),
})
const weeks = createRoute({
  getParentRoute: () => frame,
  path: '/weeks',
  validateSearch: (raw: Record<string, unknown>) => optional({ team: textOf(raw.team, 64), department: textOf(raw.department, 64) }),
  component: lazyRouteComponent(() => import('./pages/weeks.tsx'), 'WeeksPage'),
})

const overview = createRoute({
  getParentRoute: () => frame,
  path: '/overview',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({
      measure: textOf(raw.measure, 64),
      view: oneOf(raw.view, ['tables']),
      curve: oneOf(raw.curve, ['late', 'depth', 'busy', 'people']),
    }),
  component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'OverviewPage'),
})
const adoption = createRoute({
  getParentRoute: () => frame,
  path: '/adoption',
  component: lazyRouteComponent(() => import('./pages/adoption.tsx'), 'AdoptionPage'),
})
const adoptionTeam = createRoute({
  getParentRoute: () => frame,
  path: '/adoption/$team',
  component: lazyRouteComponent(() => import('./pages/adoption-team.tsx'), 'AdoptionTeamPage'),
})
const revisits = createRoute({
  getParentRoute: () => frame,
  path: '/revisits',
  validateSearch: (raw: Record<string, unknown>) => optional({ team: textOf(raw.team, 64) }),
  component: lazyRouteComponent(() => import('./pages/revisits.tsx'), 'RevisitsPage'),
})

const flow = createRoute({
  getParentRoute: () => frame,
  path: '/flow',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({
      team: textOf(raw.team, 64),
      from: textOf(raw.from, 10),
      to: textOf(raw.to, 10),
      without: textOf(raw.without, 64),
      year: textOf(raw.year, 4),
    }),
  component: lazyRouteComponent(() => import('./pages/flow.tsx'), 'FlowPage'),
})
const confidence = createRoute({
  getParentRoute: () => frame,
  path: '/confidence',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({
      agent: textOf(raw.agent, 64),
      version: textOf(raw.version),
      goal: textOf(raw.goal, 8),
      at: textOf(raw.at, 4),
      quarter: textOf(raw.quarter, 7),
    }),
  component: lazyRouteComponent(() => import('./pages/confidence.tsx'), 'ConfidencePage'),
})
const grades = createRoute({
  getParentRoute: () => frame,
  path: '/confidence/answers',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({
      agent: textOf(raw.agent, 64),
      version: textOf(raw.version),
      kind: textOf(raw.kind),
      right: oneOf(raw.right, ['true', 'false']),
      scope: oneOf(raw.scope, ['true', 'false']),
      from: textOf(raw.from, 8),
      below: textOf(raw.below, 8),
    }),
  component: lazyRouteComponent(() => import('./pages/grades.tsx'), 'GradesPage'),
})

/** Pages that say what is true of teams and AI agents. */
export const truthRoutes = [
  conversations,
  conversation,
  quality,
  investigations,
  investigation,
  measures,
  alarms,
  alarm,
  alarmSettings,
  weeks,
  overview,
  adoption,
  adoptionTeam,
  revisits,
  flow,
  confidence,
  grades,
] as const
