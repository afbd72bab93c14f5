import ts from 'typescript'
import { lineOf, textsOf, visit } from '../house.mjs'
import { isSql } from './sql.mjs'

/** An agent card is the published name of a thing (A2A). */
const bareAgent = /(?<!\b(?:AI|AI support|user)[ -])\bagents?\b(?! cards?\b)/i
const modeWord = /\bmodes?\b/i
const isSentence = (text) => /[a-z] [a-z]/i.test(text.trim())

/** Here the words are those of the recorded customers and vendors. */
const foreignWords = /^src\/replay\//

function faultsOf(text) {
  const words = []
  if (bareAgent.test(text)) words.push('Write "AI agent" or "teammate"; "agent" alone could be either.')
  if (modeWord.test(text)) words.push('Say what it is: a phase, a tier or a state. "Mode" is not a word of ours.')
  return words
}

/** Sentences that people read say "AI agent" and "teammate", and never "mode". */
export function wordsAreOurs(house) {
  const inSources = house.sources
    .filter((file) => !file.isTest && !foreignWords.test(file.path))
    .flatMap((file) =>
      textsOf(file)
        .filter(({ text }) => isSentence(text) && !isSql(text))
        .flatMap(({ node, text }) => faultsOf(text).map((message) => ({ path: file.path, line: lineOf(file, node), message }))),
    )
  const inPages = house.pages.flatMap((file) =>
    prose(file.text).flatMap((text, index) => faultsOf(text).map((message) => ({ path: file.path, line: index + 1, message }))),
  )
  return [...inSources, ...inPages]
}

/** The lines of a page without code, links' targets and quoted words. */
function prose(text) {
  const blank = (match) => match.replace(/[^\n]/g, ' ')
  return text
    .replace(/```[\s\S]*?```/g, blank)
    .replace(/`[^`\n]*`/g, blank)
    .replace(/\]\([^)]*\)/g, blank)
    .replace(/"[^"\n]*"/g, blank)
    .split('\n')
}

const spokenAttributes = new Set(['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'label', 'heading', 'hint'])
const hasLetters = (text) => /\p{L}{2}/u.test(text)

/** Every text of the console comes from the message catalogue. */
export function textsComeFromTheCatalogue(house) {
  const screens = house.sources.filter((file) => file.path.endsWith('.tsx') && !file.isTest)
  const faults = []
  for (const file of screens) {
    visit(file.tree, (node) => {
      const isText = ts.isJsxText(node) && hasLetters(node.text)
      const isAttribute =
        ts.isJsxAttribute(node) &&
        spokenAttributes.has(node.name.getText(file.tree)) &&
        node.initializer &&
        ts.isStringLiteral(node.initializer) &&
        hasLetters(node.initializer.text)
      if (isText || isAttribute)
        faults.push({ path: file.path, line: lineOf(file, node), message: 'Take this text from the message catalogue.' })
    })
  }
  return faults
}
