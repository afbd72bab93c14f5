import ts from 'typescript'

/** Attributes and fields whose text a person reads or hears. */
const spoken = new Set(
  'alt answer aria-description aria-label aria-roledescription aria-valuetext because caption confirmLabel description emptyText error head heading hint label meta placeholder question stillWorks subtitle text title'.split(
    ' ',
  ),
)

/** What an inline style may set: a place or a size that only the data knows. Looks are classes. */
const geometry = new Set(
  'blockSize bottom height inlineSize insetInlineStart left paddingBottom paddingTop right top transform translate width'.split(' '),
)

const hasWords = (text: string) => /\p{L}{2}/u.test(text)

/** The plain text of an expression, if it is written there: a string, a template, or either branch of a choice. */
function writtenText(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
  if (ts.isConditionalExpression(node)) return [...writtenText(node.whenTrue), ...writtenText(node.whenFalse)]
  if (ts.isParenthesizedExpression(node)) return writtenText(node.expression)
  if (ts.isBinaryExpression(node)) return [...writtenText(node.left), ...writtenText(node.right)]
  return []
}

function expressionOf(value: ts.JsxAttributeValue | undefined): ts.Node | undefined {
  return value && ts.isJsxExpression(value) ? value.expression : value
}

function attributeFaults(node: ts.JsxAttribute): string[] {
  const name = node.name.getText()
  const value = expressionOf(node.initializer)
  if (!value) return []
  if (name === 'style') {
    const isGeometry =
      ts.isObjectLiteralExpression(value) && value.properties.every((property) => geometry.has(property.name?.getText() ?? ''))
    return isGeometry ? [] : ['an inline style that is not a place or a size']
  }
  return spoken.has(name) ? writtenText(value).filter(hasWords) : []
}

function faultsOf(node: ts.Node): string[] {
  if (ts.isJsxText(node)) return hasWords(node.text) ? [node.text.trim()] : []
  if (ts.isJsxAttribute(node)) return attributeFaults(node)
  if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) return writtenText(node.expression).filter(hasWords)
  if (ts.isPropertyAssignment(node) && spoken.has(node.name.getText().replaceAll("'", '')))
    return writtenText(node.initializer).filter(hasWords)
  return []
}

/** Words that a screen says without the catalogue, and styles that belong into classes, each with its line. */
export function screenFaults(name: string, code: string): string[] {
  const file = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const visit = (node: ts.Node) => {
    for (const fault of faultsOf(node)) found.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${fault}`)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** Colours written down instead of named. */
export function colourFaults(name: string, code: string): string[] {
  return [...code.matchAll(/#[0-9a-f]{6}\b|#[0-9a-f]{3}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|color-mix)\(/gi)].map(
    (match) => `${name} ${match[0]}`,
  )
}
