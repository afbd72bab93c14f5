import { shellWords } from '#console/messages/shell.ts'
import { CommandPalette } from '#console/ui/command-palette.tsx'
import type { Export } from '#console/ui/exports.ts'

type DownloadChoiceProps = { open: boolean; onClose: () => void; choices: Export[]; onChoose: (choice: Export) => void }

/** Which table or chart, where several stand on the page. */
export function DownloadChoice({ open, onClose, choices, onChoose }: DownloadChoiceProps) {
  const items = choices.map((choice) => ({ label: choice.title, run: () => onChoose(choice) }))
  return (
    <CommandPalette
      open={open}
      onClose={onClose}
      label={shellWords.downloadWhich}
      placeholder={shellWords.downloadWhich}
      emptyText={shellWords.downloadNoMatch}
      groups={[{ label: shellWords.downloadHere, items }]}
    />
  )
}
