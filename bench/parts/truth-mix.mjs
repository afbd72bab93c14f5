import { reviewDivergence } from '#slices/statistics/index.ts'
import { normalOf, streamOf } from './truth-agent.mjs'

/** Containment of the organisation by type of case: easy first. */
const typeShares = [0.86, 0.8, 0.72, 0.6, 0.45, 0.3]
const ordinaryMix = [0.28, 0.22, 0.18, 0.14, 0.1, 0.08]
const hardMix = [0.1, 0.12, 0.16, 0.2, 0.22, 0.2]
const teamCount = 24
/** Teams differ ordinarily with this standard deviation on the logit scale. */
const ordinary = 0.15

const logit = (share) => Math.log(share / (1 - share))
const expit = (odds) => 1 / (1 + Math.exp(-odds))
const hitsOf = (of, share, draw) => Array.from({ length: of }, () => draw() < share).filter(Boolean).length

/** 24 teams of 300 to 2,000 cases; the first has the mix and the true lead (log odds) that the scene gives it. */
function organisation({ mix, lead, draw }) {
  return Array.from({ length: teamCount }, (_, team) => {
    const cases = 300 + Math.floor(1700 * draw())
    const own = (team === 0 ? lead : 0) + ordinary * normalOf(draw)
    const shares = team === 0 ? mix : ordinaryMix.map((weight) => weight * (0.7 + 0.6 * draw()))
    const total = shares.reduce((sum, weight) => sum + weight, 0)
    const byType = typeShares.map((share, type) => {
      const of = Math.round((cases * shares[type]) / total)
      return { type: `type-${type}`, of, hits: hitsOf(of, expit(logit(share) + own), draw) }
    })
    return { teamId: `team-${team}`, byType }
  })
}

/** Without types: what one sees who compares plain shares with the same review. */
const blended = ({ teamId, byType }) => ({
  teamId,
  byType: [{ type: 'all', of: byType.reduce((sum, { of }) => sum + of, 0), hits: byType.reduce((sum, { hits }) => sum + hits, 0) }],
})

const verdictsOf = (teams) => reviewDivergence([{ measure: 'contained', teams }])[0].teams.map(({ verdict }) => verdict === 'differs')

export function mixScenes({ seeds, title, line }) {
  title('One team of 24 gets the hard cases: organisations in which a team is said to differ')
  line('the first team', 'plain share', 'after mix', 'any other', 'organisations')
  const scenes = {
    'hard cases, no worse': [hardMix, 0],
    'ordinary cases, worse': [ordinaryMix, -1],
    'hard cases and worse': [hardMix, -1],
    'hard cases hide a lead': [hardMix, 1],
    ordinary: [ordinaryMix, 0],
  }
  for (const [name, [mix, lead]] of Object.entries(scenes)) {
    const count = { plain: 0, mixed: 0, other: 0 }
    for (let seed = 1; seed <= seeds; seed++) {
      const teams = organisation({ mix, lead, draw: streamOf(77_000 + seed) })
      const mixed = verdictsOf(teams)
      if (verdictsOf(teams.map(blended))[0]) count.plain++
      if (mixed[0]) count.mixed++
      if (mixed.slice(1).some(Boolean)) count.other++
    }
    const share = (of) => `${((100 * of) / seeds).toFixed(1)} %`
    line(name, share(count.plain), share(count.mixed), share(count.other), seeds)
  }
}
