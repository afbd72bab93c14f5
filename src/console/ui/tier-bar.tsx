import { cx } from './cx.ts'
import type { Tier } from './tier-mark.tsx'

const looks: { [tier in Tier]: string } = {
  autonomous: 'bg-tier-autonomous',
  review: 'bg-tier-review',
  human_only: 'bg-tier-people border border-tier-people-edge',
}

const order: Tier[] = ['autonomous', 'review', 'human_only']

/** Shares of the three tiers as one bar. A picture only: the figures stand beside it in words. */
export function TierBar({ counts }: { counts: { [tier in Tier]: number } }) {
  const total = counts.autonomous + counts.review + counts.human_only
  return (
    <div aria-hidden="true" className="flex h-3 gap-0.5 overflow-hidden rounded-s bg-hover">
      {order.map((tier) =>
        counts[tier] > 0 ? (
          <span key={tier} className={cx('rounded-s', looks[tier])} style={{ width: `${(100 * counts[tier]) / total}%` }} />
        ) : null,
      )}
    </div>
  )
}
