import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { frame, root } from './frame.tsx'
import { truthRoutes } from './routes-of-truth.tsx'
import { oneOf, optional, readSearch, textOf, writeSearch } from './search.ts'
import { Home } from './shell/home.tsx'
import { NotFound, ScreenFailed } from './shell/not-here.tsx'

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>) => optional({ from: textOf(raw.from, 2000) }),
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage'),
})
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/set-up.tsx'), 'SetUpPage'),
})
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/invitation.tsx'), 'InvitationPage'),
})

const escalationAnswer = createRoute({
  getParentRoute: () => root,
  path: '/escalations/ack',
  component: lazyRouteComponent(() => import('./pages/escalation-answer.tsx'), 'EscalationAnswerPage'),
})

const home = createRoute({ getParentRoute: () => frame, path: '/', component: Home })

const welcome = createRoute({
  getParentRoute: () => frame,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./pages/welcome.tsx'), 'WelcomePage'),
})
const firstSteps = createRoute({
  getParentRoute: () => frame,
  path: '/first-steps',
  component: lazyRouteComponent(() => import('./pages/first-steps.tsx'), 'FirstStepsPage'),
})

const tiers = ['autonomous', 'review', 'human_only'] as const

const review = createRoute({
  getParentRoute: () => frame,
  path: '/review',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({
      item: textOf(raw.item, 36),
      team: textOf(raw.team),
      aiAgent: textOf(raw.aiAgent, 64),
      origin: oneOf(raw.origin, ['review', 'human_only', 'failed', 'customer_asked', 'disagreement', 'by_hand']),
      sort: oneOf(raw.sort, ['due', 'amount', 'age']),
      state: oneOf(raw.state, ['deferred']),
      overdue: oneOf(raw.overdue, ['true']),
      q: textOf(raw.q, 100),
    }),
  component: lazyRouteComponent(() => import('./pages/review.tsx'), 'ReviewPage'),
})

const now = createRoute({
  getParentRoute: () => frame,
  path: '/now',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({
      window: oneOf(raw.window, ['1h', '7d']),
      tier: oneOf(raw.tier, tiers),
      team: textOf(raw.team),
      agent: textOf(raw.agent),
      type: textOf(raw.type),
      uncovered: oneOf(raw.uncovered, ['true']),
    }),
  component: lazyRouteComponent(() => import('./pages/now.tsx'), 'NowPage'),
})
const decision = createRoute({
  getParentRoute: () => frame,
  path: '/decisions/$id',
  validateSearch: (raw: Record<string, unknown>) => optional({ override: oneOf(raw.override, ['true']) }),
  component: lazyRouteComponent(() => import('./pages/decision.tsx'), 'DecisionPage'),
})

const override = createRoute({
  getParentRoute: () => frame,
  path: '/override',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({ team: textOf(raw.team), 'ai-agent': textOf(raw['ai-agent']), run: textOf(raw.run), call: textOf(raw.call) }),
  component: lazyRouteComponent(() => import('./pages/override.tsx'), 'OverridePage'),
})

const aiAgents = createRoute({
  getParentRoute: () => frame,
  path: '/ai-agents',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({
      q: textOf(raw.q),
      status: oneOf(raw.status, ['discovered', 'active', 'retired']),
      stage: oneOf(raw.stage, ['pilot', 'expansion', 'department', 'cross-department']),
      team: textOf(raw.team),
      owner: oneOf(raw.owner, ['none']),
    }),
  component: lazyRouteComponent(() => import('./pages/ai-agents.tsx'), 'AiAgentsPage'),
})
const aiAgent = createRoute({
  getParentRoute: () => frame,
  path: '/ai-agents/$id',
  component: lazyRouteComponent(() => import('./pages/ai-agent.tsx'), 'AiAgentPage'),
})

const policy = createRoute({
  getParentRoute: () => frame,
  path: '/policy',
  validateSearch: (raw: Record<string, unknown>) => ({ q: textOf(raw.q, 100) }),
  component: lazyRouteComponent(() => import('./pages/policy.tsx'), 'PolicyPage'),
})
const newStandard = createRoute({
  getParentRoute: () => frame,
  path: '/policy/new',
  validateSearch: (raw: Record<string, unknown>) => ({ id: textOf(raw.id, 64) }),
  component: lazyRouteComponent(() => import('./pages/policy-edit.tsx'), 'NewStandardPage'),
})
const standard = createRoute({
  getParentRoute: () => frame,
  path: '/policy/$id',
  component: lazyRouteComponent(() => import('./pages/policy-standard.tsx'), 'StandardPage'),
})
const editStandard = createRoute({
  getParentRoute: () => frame,
  path: '/policy/$id/edit',
  component: lazyRouteComponent(() => import('./pages/policy-edit.tsx'), 'StandardEditPage'),
})

const capacity = createRoute({
  getParentRoute: () => frame,
  path: '/capacity',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({ team: textOf(raw.team, 64), run: textOf(raw.run, 36), show: oneOf(raw.show, ['late', 'depth', 'busy', 'people']) }),
  component: lazyRouteComponent(() => import('./pages/capacity.tsx'), 'CapacityPage'),
})

const escalation = createRoute({
  getParentRoute: () => frame,
  path: '/escalation',
  validateSearch: (raw: Record<string, unknown>) => optional({ team: textOf(raw.team, 64) }),
  component: lazyRouteComponent(() => import('./pages/escalation.tsx'), 'EscalationPage'),
})
const drills = createRoute({
  getParentRoute: () => frame,
  path: '/drills',
  validateSearch: (raw: Record<string, unknown>) => optional({ team: textOf(raw.team, 64) }),
  component: lazyRouteComponent(() => import('./pages/drills.tsx'), 'DrillsPage'),
})
const drill = createRoute({
  getParentRoute: () => frame,
  path: '/drills/$id',
  component: lazyRouteComponent(() => import('./pages/drill.tsx'), 'DrillPage'),
})
const triage = createRoute({
  getParentRoute: () => frame,
  path: '/review/triage',
  component: lazyRouteComponent(() => import('./pages/triage.tsx'), 'TriagePage'),
})
const causes = createRoute({
  getParentRoute: () => frame,
  path: '/review/causes',
  validateSearch: (raw: Record<string, unknown>) => optional({ team: textOf(raw.team, 64), shown: oneOf(raw.shown, ['mended']) }),
  component: lazyRouteComponent(() => import('./pages/causes.tsx'), 'CausesPage'),
})
const limits = createRoute({
  getParentRoute: () => frame,
  path: '/limits',
  validateSearch: (raw: Record<string, unknown>) => optional({ team: textOf(raw.team, 64) }),
  component: lazyRouteComponent(() => import('./pages/limits.tsx'), 'LimitsPage'),
})

const audit = createRoute({
  getParentRoute: () => frame,
  path: '/audit',
  validateSearch: (raw: Record<string, unknown>) =>
    optional({
      what: textOf(raw.what),
      subject: textOf(raw.subject),
      who: textOf(raw.who),
      from: textOf(raw.from, 10),
      outcomes: oneOf(raw.outcomes, ['true']),
    }),
  component: lazyRouteComponent(() => import('./pages/audit.tsx'), 'AuditPage'),
})

const people = createRoute({
  getParentRoute: () => frame,
  path: '/settings/people',
  validateSearch: (raw: Record<string, unknown>) => optional({ q: textOf(raw.q, 100) }),
  component: lazyRouteComponent(() => import('./pages/people.tsx'), 'PeoplePage'),
})
const teams = createRoute({
  getParentRoute: () => frame,
  path: '/settings/teams',
  component: lazyRouteComponent(() => import('./pages/teams.tsx'), 'TeamsPage'),
})
const keys = createRoute({
  getParentRoute: () => frame,
  path: '/settings/keys',
  component: lazyRouteComponent(() => import('./pages/api-keys.tsx'), 'ApiKeysPage'),
})
const channels = createRoute({
  getParentRoute: () => frame,
  path: '/settings/channels',
  validateSearch: (raw: Record<string, unknown>) => optional({ state: oneOf(raw.state, ['waiting', 'delivered', 'failed', 'given_up']) }),
  component: lazyRouteComponent(() => import('./pages/channels.tsx'), 'ChannelsPage'),
})
const rights = createRoute({
  getParentRoute: () => frame,
  path: '/settings/rights',
  component: lazyRouteComponent(() => import('./pages/rights.tsx'), 'RightsPage'),
})
const mySettings = createRoute({
  getParentRoute: () => frame,
  path: '/settings/me',
  component: lazyRouteComponent(() => import('./pages/my-settings.tsx'), 'MySettingsPage'),
})

const inFrame = [
  home,
  welcome,
  firstSteps,
  review,
  now,
  decision,
  override,
  aiAgents,
  aiAgent,
  policy,
  newStandard,
  standard,
  editStandard,
  escalation,
  capacity,
  triage,
  causes,
  drills,
  drill,
  limits,
  audit,
  people,
  teams,
  keys,
  channels,
  rights,
  mySettings,
  ...truthRoutes,
]

const tree = root.addChildren([signIn, setUp, invitation, escalationAnswer, frame.addChildren(inFrame)])

export const router = createRouter({
  routeTree: tree,
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  defaultErrorComponent: ScreenFailed,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be added to from outside
  interface Register {
    router: typeof router
  }
}
