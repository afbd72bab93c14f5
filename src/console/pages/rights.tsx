import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { CsvButton } from '#console/ui/table.tsx'
import { RightsTable, rightsColumns } from '#slices/identity/console/rights-table.tsx'
import { settingsWords } from '#slices/identity/console/settings-words.ts'
import { listRights } from '#slices/identity/contract.ts'

/** Who may do what, as the server checks it. */
export function RightsPage() {
  const rights = useCall(listRights, {}, { staleTime: 3_600_000 })
  return (
    <>
      <PageHeader
        title={screenWords.rights}
        question={settingsWords.rightsQuestion}
        answer={settingsWords.rightsAnswer}
        meta={settingsWords.rightsMeta}
        actions={
          rights.data ? (
            <CsvButton name="rights" columns={rightsColumns(rights.data)} rows={rights.data.scopes} about={[settingsWords.rightsCaption]} />
          ) : null
        }
      />
      <Table rights={rights} />
    </>
  )
}

function Table({ rights }: { rights: ReturnType<typeof useCall<typeof listRights>> }) {
  if (rights.isPending) return <Skeleton lines={10} />
  if (rights.isError) return <ErrorState error={rights.error} onRetry={() => void rights.refetch()} />
  return <RightsTable rights={rights.data} />
}
