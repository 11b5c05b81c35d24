import { run } from './lib/house.mjs'
import { runProgram } from './lib/server.mjs'

// `npm run bench`: what the helpline bears on this machine; `-- talk` one scenario alone.
await run(() => runProgram('bench/src/main.ts', process.argv.slice(2)))
