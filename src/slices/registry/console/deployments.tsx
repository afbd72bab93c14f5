import { useState } from 'react'
import { later } from '#console/later.tsx'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { Menu } from '#console/ui/menu.tsx'
import { EmptyState } from '#console/ui/states.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { notify } from '#console/ui/toast.tsx'
import { changePhase } from '../contract.ts'
import type { AiAgentDetail } from './detail.ts'
import { KillSwitch } from './kill-switch.tsx'
import { phaseMeanings, phaseNames, registryWords } from './words.ts'

const DeployDialog = later(async () => (await import('./deploy-dialog.tsx')).DeployDialog)

type Deployment = AiAgentDetail['deployments'][number]
type Phase = Deployment['phase']

export type DeploymentRights = { mayDeploy: boolean; mayMove: (team: string) => boolean; mayStop: (team: string) => boolean }

type DeploymentsProps = {
  aiAgent: AiAgentDetail
  rights: DeploymentRights
  /** What a team is called. */
  nameOf: (team: string) => string
}

/** Where an AI agent works and how far it may go there. */
export function Deployments({ aiAgent, rights, nameOf }: DeploymentsProps) {
  const [isDeploying, setIsDeploying] = useState(false)
  const isOff = (id: string) => aiAgent.switches.some((one) => one.scope === 'deployment' && one.target === id && one.isOn)
  const columns: Column<Deployment>[] = [
    { id: 'team', head: registryWords.team, cell: (row) => nameOf(row.teamId), value: (row) => nameOf(row.teamId) },
    { id: 'process', head: registryWords.process, cell: (row) => row.process, value: (row) => row.process },
    { id: 'phase', head: registryWords.phase, cell: (row) => phaseNames[row.phase](), value: (row) => phaseNames[row.phase]() },
    { id: 'version', head: registryWords.version, cell: (row) => row.aiAgentVersion, value: (row) => row.aiAgentVersion },
    { id: 'since', head: registryWords.since, cell: (row) => <TimeAgo at={row.changedAt} />, value: (row) => row.changedAt },
    {
      id: 'acts',
      head: registryWords.acts,
      cell: (row) => <Acts row={row} team={nameOf(row.teamId)} rights={rights} isOff={isOff(row.id)} />,
    },
  ]
  const canDeploy = rights.mayDeploy && aiAgent.status === 'active'
  return (
    <Card
      title={registryWords.deployments}
      subtitle={registryWords.deploymentsHint}
      isFlush
      actions={
        canDeploy ? (
          <Button size="small" onClick={() => setIsDeploying(true)}>
            {registryWords.deploy}
          </Button>
        ) : null
      }
    >
      {aiAgent.deployments.length === 0 ? (
        <EmptyState kind="nothing-yet">{registryWords.noDeployments}</EmptyState>
      ) : (
        <Table
          caption={registryWords.deployments}
          isCaptionHidden
          columns={columns}
          rows={aiAgent.deployments}
          rowKey={(row) => row.id}
          csv={{ file: `deployments-${aiAgent.id}`, about: [registryWords.deploymentsHint] }}
        />
      )}
      {isDeploying ? <DeployDialog aiAgentId={aiAgent.id} onClose={() => setIsDeploying(false)} /> : null}
    </Card>
  )
}

type ActsProps = { row: Deployment; team: string; rights: DeploymentRights; isOff: boolean }

function Acts({ row, team, rights, isOff }: ActsProps) {
  const [to, setTo] = useState<Phase | null>(null)
  return (
    <span className="flex flex-wrap gap-2">
      {rights.mayMove(row.teamId) && row.mayBecome.length > 0 ? (
        <Menu
          trigger={
            <Button size="small" aria-label={registryWords.changePhaseOf(team, row.process)}>
              {registryWords.changePhase}
            </Button>
          }
          align="start"
          entries={row.mayBecome.map((phase) => ({
            label: registryWords.changeTo(phaseNames[phase]()),
            onSelect: () => setTo(phase),
          }))}
        />
      ) : null}
      {rights.mayStop(row.teamId) && row.phase !== 'retired' ? (
        <KillSwitch
          over={{ scope: 'deployment', target: row.id, name: registryWords.inTeam(team, row.process) }}
          isOn={isOff}
          size="small"
        />
      ) : null}
      {to ? <ChangePhase row={row} team={team} to={to} onClose={() => setTo(null)} /> : null}
    </span>
  )
}

function ChangePhase({ row, team, to, onClose }: { row: Deployment; team: string; to: Phase; onClose: () => void }) {
  const act = useAct(changePhase, { ifMatch: row.etag, also: ['decisions'] })
  const change = async (reason: string) => {
    await act.mutateAsync({ deployment: row.id, phase: to, reason })
    notify({ title: registryWords.changed, text: phaseMeanings[to]() })
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={registryWords.changePhaseTitle(team, phaseNames[row.phase](), phaseNames[to]())}
      description={<p>{phaseMeanings[to]()}</p>}
      confirmLabel={registryWords.changeTo(phaseNames[to]())}
      isDangerous={to === 'retired'}
      onConfirm={change}
    />
  )
}
