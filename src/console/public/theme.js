// Runs before the first paint, as a file of its own because the pages allow no inline script. theme.ts does the rest.
;(() => {
  let chosen = null
  try {
    chosen = localStorage.getItem('pilotage.theme')
  } catch {
    // Storage is switched off: follow the system.
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  document.documentElement.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : system
})()
