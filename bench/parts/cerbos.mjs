import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './ports.mjs'

const binary = process.env.CERBOS ?? join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'cerbos')

/** The real Cerbos server with the same case as a policy: one request, one decision, nothing recorded. Null when it is not installed. */
export async function startCerbos() {
  if (!existsSync(binary)) return null
  const dir = mkdtempSync(join(tmpdir(), 'pilotage-cerbos-'))
  mkdirSync(join(dir, 'policies'))
  const [http, grpc] = [await freePort(), await freePort()]
  writeFileSync(join(dir, 'policies', 'refund.yaml'), policy)
  writeFileSync(
    join(dir, 'conf.yaml'),
    `server:\n  httpListenAddr: "127.0.0.1:${http}"\n  grpcListenAddr: "127.0.0.1:${grpc}"\nstorage:\n  driver: disk\n  disk:\n    directory: ${dir}/policies\naudit:\n  enabled: false\ntelemetry:\n  disabled: true\n`,
  )
  const child = spawn(binary, ['server', '--config', join(dir, 'conf.yaml'), '--log-level=error'], { stdio: 'ignore' })
  for (let tries = 0; tries < 200; tries++) {
    const ok = await fetch(`http://127.0.0.1:${http}/_cerbos/health`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return { pid: child.pid, port: http, path: '/api/check/resources', body, stop: () => child.kill('SIGTERM') }
}

const policy = `apiVersion: api.cerbos.dev/v1
resourcePolicy:
  version: default
  resource: refund
  rules:
    - actions: ["refund"]
      effect: EFFECT_ALLOW
      roles: ["ai_agent"]
      condition:
        match:
          expr: R.attr.amount <= 100 && R.attr.kind == "goods"
      output:
        expr: '"autonomous"'
${Array.from({ length: 19 }, (_, index) => `    - actions: ["refund"]\n      effect: EFFECT_DENY\n      roles: ["ai_agent"]\n      condition:\n        match:\n          expr: R.attr.amount > ${1000 + index * 10} && R.attr.age > ${index + 1} && !R.attr.insured\n      output:\n        expr: '"review"'`).join('\n')}
`

const body = JSON.stringify({
  requestId: 'run-@',
  principal: { id: 'bench-bot', roles: ['ai_agent'], attr: { team: 'billing' } },
  resources: [
    { actions: ['refund'], resource: { kind: 'refund', id: 'W1234567', attr: { amount: 42.5, age: 30, kind: 'goods', insured: true } } },
  ],
})
