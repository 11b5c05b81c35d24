import { run } from './lib/house.mjs'
import { runServer } from './lib/server.mjs'

// `npm run veilleuse -- serve`: the server program with everything it needs made ready first.
await run(() => runServer(process.argv.slice(2)))
