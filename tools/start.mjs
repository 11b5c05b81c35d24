import { run } from './lib/house.mjs'
import { runProgram } from './lib/server.mjs'

// `npm start`: a helpline to try, with invented people, on this machine.
await run(() => runProgram('apps/demo/src/main.ts'))
