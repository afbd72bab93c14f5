import { uiWords } from '#console/messages/ui.ts'

export type Tier = 'autonomous' | 'review' | 'human_only'

export function tierText(tier: Tier): string {
  return uiWords[tier]
}

/** Full, half or open circle: the order shows without colour. */
export function TierShape({ tier, size = 12 }: { tier: Tier; size?: number }) {
  return (
    <svg viewBox="0 0 12 12" width={size} height={size} aria-hidden="true" className="inline-block shrink-0" data-tier={tier}>
      {tier === 'autonomous' ? <circle cx="6" cy="6" r="5.5" className="fill-tier-autonomous" /> : null}
      {tier === 'review' ? (
        <>
          <circle cx="6" cy="6" r="5" className="fill-card stroke-tier-review" />
          <path d="M6 1a5 5 0 0 0 0 10z" className="fill-tier-review" />
        </>
      ) : null}
      {tier === 'human_only' ? <circle cx="6" cy="6" r="5" className="fill-tier-people stroke-tier-people-edge" /> : null}
    </svg>
  )
}

/** How far a decision may go alone, as shape and words. The words are ink; only the shape has a colour. */
export function TierMark({ tier, isStrong = false }: { tier: Tier; isStrong?: boolean }) {
  return (
    <span className={isStrong ? 'inline-flex items-center gap-1.5 font-medium' : 'inline-flex items-center gap-1.5'}>
      <TierShape tier={tier} />
      {tierText(tier)}
    </span>
  )
}
