import { refundStandard } from '../world.ts'

const registry = (entry: string) => `registry: 1\naiAgents:\n  - ${entry}\n`

/** Standards and registries in YAML that are almost right: the readers come far before they meet what is wrong. */
export const nastyDocuments: readonly string[] = [
  refundStandard,
  refundStandard.replace('Refund a customer', '"\\0 \\ud800 \\u202e"'),
  refundStandard.replace('are routine.', '"\\0"'),
  refundStandard.replace('default: 100', 'default: 1e400'),
  refundStandard.replace('default: 100', 'default: .nan'),
  refundStandard.replace('max: 200', 'max: -1'),
  refundStandard.replace('currency: USD', 'currency: ZZZZ'),
  refundStandard.replace('alone_max:', '__proto__:'),
  refundStandard.replace('amount:', 'constructor:'),
  refundStandard.replace('id: small', 'id: toString'),
  refundStandard.replace('standard: refund', 'standard: "../refund"'),
  refundStandard.replace('expect: { tier: autonomous }', 'expect: &a { tier: *a }'),
  refundStandard.replace('{ amount: 20 }', '{ amount: 1e308, __proto__: { tier: autonomous } }'),
  `${refundStandard}---\n${refundStandard}`,
  `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n`,
  '!!js/function "function () {}"',
  '? [a, b]\n: c\n',
  '%YAML 9.9\n---\n- \t-\n',
  registry('{ id: fuzz-bot, name: Fuzz bot, function: Tests }'),
  registry('{ id: fuzz-bot, name: "\\0", function: "\\ud800", launchedOn: 0000-00-00 }'),
  registry('{ id: fuzz-bot, name: 12, function: [x], version: 1.10, card: { __proto__: 1, dataItReads: [[]] } }'),
  registry('{ id: fuzz-bot, name: F, function: F, accountableOwner: lead@example.com, deployments: [{ team: billing, phase: live }] }'),
  registry('{ id: fuzz-bot, name: F, function: F, deployments: [{ team: billing }, { team: billing }, { team: "\\0" }] }'),
  registry('{ id: refund-bot, name: F, function: F, status: retired, deployments: [{ team: billing, phase: live }] }'),
]
