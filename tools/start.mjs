import { run } from './lib/house.mjs'
import { runServer } from './lib/server.mjs'

// `npm start`: a helpline to try, with invented people, on this machine.
await run(() => runServer(['demo']))
