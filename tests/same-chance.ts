import fc from 'fast-check'

/** Property tests draw the same cases each time, so that a red test is the fault of the change before it. `npm run test:chance` draws others. */
fc.configureGlobal({ seed: Number(process.env.CHANCE_SEED ?? 20_261_121) })
