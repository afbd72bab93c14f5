import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import ts from 'typescript'

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

const skipped = new Set(['node_modules', 'dist', 'data', 'coverage'])

function* walk(root, folder = root) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name) || (entry.name.startsWith('.') && entry.isDirectory())) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(root, path)
    else if (entry.isFile()) yield relative(root, path).split(sep).join('/')
  }
}

function sourceFile(root, path) {
  let text
  let tree
  return {
    path,
    isTest: /\.test\.tsx?$|\/(test-kit|world)\.tsx?$/.test(path),
    get text() {
      text ??= readFileSync(join(root, path), 'utf8')
      return text
    },
    get tree() {
      const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
      tree ??= ts.createSourceFile(path, this.text, ts.ScriptTarget.Latest, true, kind)
      return tree
    },
  }
}

/** Everything that the fences, the map and the sizes look at, read once. */
export async function openHouse(root = projectRoot) {
  const files = [...walk(root)].sort().map((path) => sourceFile(root, path))
  const { floors } = await import(pathToFileURL(join(root, 'src/floors.mjs')).href)
  return {
    root,
    floors,
    files,
    sources: files.filter((file) => /^src\/.+\.tsx?$/.test(file.path)),
    migrations: files.filter((file) => /\/migrations\/[^/]+\.sql$/.test(file.path)),
    pages: files.filter((file) => file.path.endsWith('.md')),
    has: (path) => files.some((file) => file.path === path || file.path.startsWith(`${path}/`)),
  }
}

/** The slice that a path belongs to, or undefined. */
export function sliceOf(path) {
  return /^src\/slices\/([^/]+)\//.exec(path)?.[1]
}

/** Calls `see` for the node and everything below it. */
export function visit(node, see) {
  see(node)
  ts.forEachChild(node, (child) => visit(child, see))
}

export function lineOf(file, node) {
  return file.tree.getLineAndCharacterOfPosition(node.getStart(file.tree)).line + 1
}

/** The text of every string and template in a file, with `${}` holes as `?`. */
export function textsOf(file) {
  const found = []
  visit(file.tree, (node) => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push({ node, text: node.text })
    if (ts.isJsxText(node)) found.push({ node, text: node.text })
    if (ts.isTemplateExpression(node)) {
      const parts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
      found.push({ node, text: parts.join('?') })
    }
  })
  return found
}
