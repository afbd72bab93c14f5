import { spawn } from 'node:child_process'
import { join } from 'node:path'
import rules from '../../.dependency-cruiser.mjs'
import { projectRoot } from '../house.mjs'

/** The names of all rules about imports. */
export const importRules = [...rules.forbidden.map((rule) => rule.name), 'all-files-seen']

function cruise(root) {
  const tool = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const config = join(projectRoot, '.dependency-cruiser.mjs')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tool, '--config', config, '--output-type', 'json', 'src'], { cwd: root })
    let out = ''
    let complaint = ''
    child.stdout.on('data', (chunk) => (out += chunk))
    child.stderr.on('data', (chunk) => (complaint += chunk))
    child.on('close', () => {
      try {
        resolve(JSON.parse(out))
      } catch {
        reject(new Error(`dependency-cruiser gave no answer. ${complaint}`))
      }
    })
  })
}

/** The rules of .dependency-cruiser.mjs, and a guard: a checker that saw too little must not say that all is well. */
export async function importsKeepTheRules(house) {
  const { modules, summary } = await cruise(house.root)
  const comments = new Map((summary.ruleSetUsed?.forbidden ?? []).map((rule) => [rule.name, rule.comment]))
  const faults = summary.violations.map((violation) => ({
    path: violation.from,
    rule: violation.rule.name,
    message: `${violation.rule.name}: imports ${violation.to}. ${comments.get(violation.rule.name) ?? ''}`,
  }))
  const seen = new Set(modules.map((module) => module.source))
  const missed = house.sources.filter((file) => !seen.has(file.path))
  return [
    ...faults,
    ...missed.map((file) => ({ path: file.path, rule: 'all-files-seen', message: 'The import checker did not see this file.' })),
  ]
}
