/** The look of everything that floats: lists, menus, dialogs. */
export const popupLook = 'rounded-l border border-line bg-raised text-ink shadow-float outline-none'

/** One line in a list that floats. Highlight is ground, never coloured text. */
export const itemLook =
  'flex min-h-8 cursor-default items-center gap-2 rounded-m px-2 py-1.5 text-body text-ink outline-none select-none data-highlighted:bg-selected data-disabled:text-ink-2'

export const scrimLook = 'fixed inset-0 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0'
