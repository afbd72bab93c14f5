/** The product's mark: half and half, people and AI agents. */
export function Mark() {
  return (
    <svg viewBox="0 0 16 16" width={20} height={20} aria-hidden="true" className="shrink-0">
      <rect width="16" height="16" rx="4" className="fill-accent" />
      <circle cx="8" cy="8" r="4.25" className="fill-none stroke-on-accent" strokeWidth="1.5" />
      <path d="M8 3.75a4.25 4.25 0 0 1 0 8.5z" className="fill-on-accent" />
    </svg>
  )
}
