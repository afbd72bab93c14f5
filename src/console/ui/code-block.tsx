import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { Button } from './button.tsx'
import { ScrollFrame } from './scroll-frame.tsx'

type CodeBlockProps = {
  /** What the text is, for the frame's name and the copy button. */
  label: string
  code: string
  canCopy?: boolean
}

/** Text where every column counts: YAML, JSON, a command, a key that is shown once. */
export function CodeBlock({ label, code, canCopy = true }: CodeBlockProps) {
  const [isCopied, setIsCopied] = useState(false)

  async function copy() {
    await navigator.clipboard.writeText(code)
    setIsCopied(true)
    setTimeout(() => setIsCopied(false), 2000)
  }

  return (
    <figure className="grid min-w-0 rounded-m border border-line bg-ground">
      <figcaption className="flex items-center justify-between gap-2 border-b border-line py-1 ps-3 pe-1 text-meta text-ink-2">
        <span>{label}</span>
        {canCopy ? (
          <Button size="small" variant="quiet" icon={isCopied ? Check : Copy} onClick={copy}>
            <span role="status">{isCopied ? uiWords.copied : uiWords.copy}</span>
          </Button>
        ) : null}
      </figcaption>
      <ScrollFrame label={label}>
        <pre dir="ltr" className="p-3 font-mono text-meta">
          <code>{code}</code>
        </pre>
      </ScrollFrame>
    </figure>
  )
}
