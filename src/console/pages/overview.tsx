import { screenWords } from '#console/messages/screens.ts'
import { PageHeader } from '#console/ui/page-header.tsx'
import { overviewWords } from './overview-words.ts'

/** Are all teams still getting the same quality, and who needs which help? */
export function OverviewPage() {
  return <PageHeader title={screenWords.overview} question={overviewWords.question} />
}
