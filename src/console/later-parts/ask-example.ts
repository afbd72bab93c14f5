import { decide } from '#slices/decisions/contract.ts'

type Asked = { team: string; aiAgent: string }

/** The one request before an act, as a command line that can be pasted. */
export function curlExample({ key, team, aiAgent }: Asked & { key: string }): string {
  return [
    `curl ${location.origin}${decide.path} \\`,
    `  -H 'authorization: Bearer ${key}' -H 'content-type: application/json' \\`,
    `  -d '{ "aiAgent": "${aiAgent}", "team": "${team}", "decisionType": "refund", "subject": "conversation:1",`,
    `        "run": "run-1", "call": "call-1", "inputs": { "amount": 20 },`,
    `        "action": { "name": "refund", "arguments": { "amount": 20 } } }'`,
  ].join('\n')
}

/** The same in a program: ask, wait for a person where one is needed, act once. */
export function sdkExample({ team, aiAgent }: Asked): string {
  return [
    `import { createPilotage } from '@pilotage/sdk'`,
    '',
    `const pilotage = createPilotage({ baseUrl: '${location.origin}', apiKey: process.env.PILOTAGE_KEY })`,
    'const decision = await pilotage.decide({',
    `  aiAgent: '${aiAgent}', team: '${team}', decisionType: 'refund', subject: 'conversation:1',`,
    `  run: 'run-1', call: 'call-1', inputs: { amount: 20 },`,
    `  action: { name: 'refund', arguments: { amount: 20 } },`,
    '})',
    'const review = await pilotage.waitForReview(decision)',
    'const done = await pilotage.execute(review, ({ amount }) => refund(amount))',
  ].join('\n')
}
