import { useState } from 'react'
import { shellWords } from '#console/messages/shell.ts'
import type { Export } from '#console/ui/exports.ts'
import { notify } from '#console/ui/toast.tsx'

function saveAndSay({ title, save }: Export) {
  save()
  notify({ status: 'ok', title: shellWords.downloaded(title) })
}

/** The act behind the key for CSV: at once where it is clear what is meant, else `onAsk` shows the choice. */
export function useDownloads(onAsk: () => void) {
  const [choices, setChoices] = useState<Export[]>([])
  async function start() {
    const focus = document.activeElement
    // With the tables, not with the frame: whoever shows none needs none of it.
    const { exportsAt } = await import('#console/ui/exports.ts')
    const found = exportsAt(focus)
    const [only] = found
    if (!only) return void notify({ status: 'none', title: shellWords.downloadNothing, text: shellWords.downloadNothingText })
    if (found.length === 1) return saveAndSay(only)
    setChoices(found)
    onAsk()
  }
  return { choices, start: () => void start(), choose: saveAndSay }
}
