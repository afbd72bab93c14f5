// What waits for the screen gives up as late as `expect.poll` does: see vitest.config.ts.
if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/react')
  configure({ asyncUtilTimeout: 15_000 })
}
