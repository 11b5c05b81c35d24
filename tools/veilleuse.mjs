import { run } from './lib/house.mjs'
import { runProgram } from './lib/server.mjs'

// `npm run veilleuse -- serve`: the server program with everything it needs made ready first.
await run(() => runProgram('apps/server/src/main.ts', process.argv.slice(2)))
