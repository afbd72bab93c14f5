import { machinePaths } from './scripts/rooms.mjs'
import { floors } from './src/floors.mjs'

const all = floors.flat()
const slice = (names) => `^src/slices/(${names.join('|')})/`
const test = '[.]test[.]tsx?$|/(test-kit|world)[.]tsx?$'
/** The one file of the client that brings the rules along: it has a rule of its own. */
const localRules = '^src/sdk/local-rules[.]ts$'
const inConsole = '^src/console/|^src/slices/[^/]+/console/'
const contract = '^src/(slices/[^/]+|server)/(contract([.]ts|/.+[.]ts)|ids[.]ts)$'
const kernelForAll = '^src/kernel/(contract|ids|errors|must|wilson)[.]ts$'
const offline = '^src/slices/[^/]+/offline[.]ts$'
/** Rooms that may do I/O. Everything else in a slice is a noun: types and pure functions. */
const rooms = '/(store|verbs|routes|jobs|index)([.]ts$|/.+[.]ts$)|/console/|[.]test[.]tsx?$|/(test-kit|world)[.]tsx?$'
const noun = { path: '^src/slices/[^/]+/', pathNot: [rooms, ...machinePaths.map((path) => `^${path}`)] }

const rule = (name, comment, { from, to }) => ({ name, comment, severity: 'error', from, to })
const npm = (names) => `node_modules/(${names.join('|')})/`

const downstairsOnly = floors.map((names, floor) =>
  rule(`floor-${floor + 1}-looks-down-only`, 'Use a slice below, or publish an event and subscribe in src/server. See MAP.md.', {
    from: { path: slice(names) },
    to: { path: slice(floors.slice(floor).flat()), pathNot: '^src/slices/$1/' },
  }),
)

const doors = [
  rule(
    'front-door',
    'Import #slices/<name>/index.ts (or its contract) and nothing deeper; if what you need is missing there, let the slice export it.',
    {
      from: { path: '^src/slices/([^/]+)/' },
      to: { path: '^src/slices/', pathNot: ['^src/slices/$1/', '^src/slices/[^/]+/index[.]ts$', contract] },
    },
  ),
  rule(
    'front-door-from-outside',
    'Import #slices/<name>/index.ts (or its contract) and nothing deeper; if what you need is missing there, let the slice export it.',
    {
      from: { path: '^src/', pathNot: ['^src/slices/', '^src/console/', test] },
      to: { path: '^src/slices/', pathNot: ['^src/slices/[^/]+/index[.]ts$', contract, offline] },
    },
  ),
  rule('unknown-slice', 'Give the slice a floor in src/floors.mjs, or `npm run new-slice`.', {
    from: { path: '^src/' },
    to: { path: '^src/slices/', pathNot: slice(all) },
  }),
  rule('unknown-slice-imports', 'Give the slice a floor in src/floors.mjs, or `npm run new-slice`.', {
    from: { path: '^src/slices/', pathNot: slice(all) },
    to: { path: '.' },
  }),
  rule('kernel-knows-no-business', 'The kernel has no business words. Pass what it needs in as a function, as the audit port does.', {
    from: { path: '^src/kernel/', pathNot: test },
    to: { path: '^src/', pathNot: '^src/kernel/' },
  }),
  rule('server-is-on-top', 'Only the command line starts the server. Pass what you need down from src/server instead.', {
    from: { path: '^src/', pathNot: ['^src/(server|cli)/', test] },
    to: { path: '^src/server/', pathNot: contract },
  }),
]

const browserWall = [
  rule(
    'browser-sees-contracts-only',
    'The browser and the client know contracts, ids, the SDK and ui. Ask the server by call(contract.x, input).',
    {
      from: { path: `${inConsole}|^src/sdk/`, pathNot: [test, localRules] },
      to: { path: '^src/', pathNot: [contract, kernelForAll, '^src/sdk/', inConsole] },
    },
  ),
  rule('rules-come-through-the-offline-door', 'The client’s rules are those of the policy slice that need no server, and nothing else.', {
    from: { path: localRules },
    to: { path: '.', pathNot: '^src/slices/policy/offline[.]ts$' },
  }),
  rule(
    'clients-speak-through-the-sdk',
    'The command line and the replay use the API like any customer. What needs no server goes through a slice’s offline.ts.',
    {
      from: { path: '^src/(cli|replay)/', pathNot: test },
      to: {
        path: '^src/',
        pathNot: [contract, offline, kernelForAll, '^src/(sdk|cli|replay)/', '^src/server/', '^src/kernel/(config|clock)[.]ts$'],
      },
    },
  ),
  rule('replay-needs-no-server', 'The replay is a client of a running server.', {
    from: { path: '^src/replay/', pathNot: test },
    to: { path: '^src/(server|cli)/' },
  }),
  rule('sdk-stands-alone', 'Customers install the SDK: it knows contracts and nothing of the console or the command line.', {
    from: { path: '^src/sdk/' },
    to: { path: '^src/(console|cli|replay|server)/|^src/slices/[^/]+/console/' },
  }),
  rule('consoles-meet-on-pages', 'A slice’s console never imports another’s. A page in src/console shows several together.', {
    from: { path: '^src/slices/([^/]+)/console/' },
    to: { path: '^src/slices/[^/]+/console/', pathNot: '^src/slices/$1/console/' },
  }),
  rule('slices-use-ui-only', 'A slice’s console may use the shared controls and texts, not the shell or the pages.', {
    from: { path: '^src/slices/[^/]+/console/', pathNot: test },
    to: { path: '^src/console/(pages|shell)/|^src/console/(main|router|app)[.]tsx?$' },
  }),
  rule('server-never-loads-screens', 'Screens are built for the browser; the server only serves the built files.', {
    from: { path: '^src/', pathNot: [inConsole, test] },
    to: { path: inConsole },
  }),
]

const purity = [
  rule('contract-is-light', 'A contract is data that the browser loads: zod, kernel/contract.ts, ids and other contracts only.', {
    from: { path: `${contract}|^src/kernel/(contract|ids)[.]ts$` },
    to: { path: '.', pathNot: ['node_modules/zod/', kernelForAll, contract] },
  }),
  rule('domain-is-pure', 'A noun file has no I/O. Load in verbs.ts, decide here, save in verbs.ts.', {
    from: noun,
    to: {
      path: '^(node:)?(fs|net|http|https|http2|tls|dns|dgram|child_process|worker_threads|cluster|timers|process|os)(/|$)',
    },
  }),
  rule('domain-knows-no-database', 'A noun file knows no database, no HTTP and no act. Load in verbs.ts, decide here, save in verbs.ts.', {
    from: noun,
    to: {
      path: [
        '^src/kernel/(db|http|migrate|idempotency|config|postgres)',
        '^src/slices/[^/]+/(store|verbs|routes|jobs)([.]ts|/)',
        npm(['pg', 'fastify', 'pino', 'better-auth', 'vite']),
      ],
    },
  }),
  rule('offline-stays-offline', 'What is said to need no server must not load one. Take the pure part out of what you import.', {
    from: { path: offline },
    to: { reachable: true, path: `^src/(server|kernel/(db|http|config))|${npm(['pg', 'fastify', 'pino', 'better-auth'])}` },
  }),
]

/** Libraries with one home each: outside of it we speak our own words. */
const homes = [
  ['pg-behind-kernel', ['pg', 'kysely'], '^src/kernel/', 'kernel/db.ts'],
  ['http-behind-kernel', ['fastify', '@fastify/[^/]+'], '^src/(kernel|server)/', 'kernel/http'],
  ['sign-in-behind-identity', ['better-auth', '@node-rs/argon2'], '^src/slices/identity/', 'the identity slice'],
  ['cel-behind-policy', ['@marcbachmann/cel-js'], '^src/slices/policy/', 'the policy slice'],
  ['mail-behind-notifications', ['nodemailer'], '^src/slices/notifications/jobs/', 'the notifications slice'],
  ['csv-behind-the-import-command', ['csv-parse'], '^src/cli/import/', 'the import command'],
  ['base-ui-behind-ui', ['@base-ui/[^/]+'], '^src/console/ui/', 'src/console/ui'],
  ['simulated-chance-behind-queueing', ['pure-rand'], '^src/slices/queueing/', 'the queueing slice'],
  ['special-functions-behind-statistics', ['@stdlib/[^/]+'], '^src/slices/statistics/', 'the statistics slice'],
  ['chance-behind-kernel', ['uuidv7'], '^src/kernel/', 'kernel/clock.ts'],
  ['react-in-the-console', ['react', 'react-dom', '@tanstack/[^/]+', 'lucide-react'], inConsole, 'the console'],
].map(([name, packages, home, words]) =>
  rule(name, `Only ${words} uses ${packages[0]}.`, { from: { path: '^src/', pathNot: [home, test] }, to: { path: npm(packages) } }),
)

const hygiene = [
  rule('no-cycles', 'Two files that need each other are one, or have a third in them.', {
    from: { path: '^(src|tests|bench)/' },
    to: { circular: true },
  }),
  rule('resolvable', 'This import leads nowhere: a wrong path, or a package that is not installed.', {
    from: {},
    to: { couldNotResolve: true },
  }),
  rule('no-deps-on-tests', 'What tests share goes to a file that is not a test.', {
    from: { path: '^(src|bench)/', pathNot: test },
    to: { path: `${test}|^tests/` },
  }),
  rule('no-dev-deps', 'This package is not there in production. Install it as a dependency.', {
    from: { path: '^src/', pathNot: test },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
  }),
  rule('no-unlisted-deps', 'Install the package that you import.', {
    from: { path: '^src/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  }),
]

export default {
  forbidden: [...downstairsOnly, ...doors, ...browserWall, ...purity, ...homes, ...hygiene],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/|[.]css$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'types', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
}
