import { switchKeys, useAreKeysOn } from '#console/keys.ts'
import { list } from '#console/messages/formats.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useMe } from '#console/shell/me.tsx'
import { chooseTheme, useTheme } from '#console/theme.ts'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { SegmentedControl } from '#console/ui/segmented-control.tsx'
import { Switch } from '#console/ui/switch.tsx'
import { settingsWords } from '#slices/identity/console/settings-words.ts'
import { listRights } from '#slices/identity/contract.ts'

/** What each person sets for themselves, and what they may do. */
export function MySettingsPage() {
  const me = useMe()
  const areKeysOn = useAreKeysOn()
  const theme = useTheme()
  return (
    <>
      <PageHeader title={screenWords.me} question={settingsWords.meQuestion} answer={settingsWords.meAnswer} />
      <Card>
        <div className="grid justify-items-start gap-4">
          <Switch label={settingsWords.meKeys} hint={settingsWords.meKeysHint} checked={areKeysOn} onChange={switchKeys} />
          <div className="grid gap-1">
            <span className="font-medium">{settingsWords.meTheme}</span>
            <SegmentedControl
              label={settingsWords.meTheme}
              options={[
                { value: 'light' as const, label: settingsWords.light },
                { value: 'dark' as const, label: settingsWords.dark },
              ]}
              value={theme}
              onChange={chooseTheme}
            />
          </div>
        </div>
      </Card>
      <Card title={settingsWords.meWho}>
        <FactList
          facts={[
            { name: settingsWords.name, value: me.person?.name },
            { name: settingsWords.email, value: me.person?.email },
          ]}
        />
      </Card>
      <MyRights />
    </>
  )
}

function MyRights() {
  const me = useMe()
  const rights = useCall(listRights, {}, { staleTime: 3_600_000 })
  const held = (rights.data?.scopes ?? []).filter((row) => me.rights[row.scope] !== undefined)
  const reach = (scope: string) => {
    const where = me.rights[scope]
    return Array.isArray(where) ? settingsWords.inTeams(list(where)) : settingsWords.everywhere
  }
  return (
    <Card title={settingsWords.meRights} subtitle={settingsWords.meRightsText}>
      <FactList facts={held.map((row) => ({ name: row.about, value: reach(row.scope) }))} />
    </Card>
  )
}
