import { run } from './lib/house.mjs'
import { runProgram } from './lib/server.mjs'

// `npm run bench`: ratios measured on this machine, in one run.
await run(() => runProgram('bench/src/main.ts'))
