import { monitorEventLoopDelay } from 'node:perf_hooks'
import pg from 'pg'

/**
 * Loaded into a server before its own code: counts its questions to the database, and tells them, its
 * memory after a collection, and how late it came to its work since it was asked last, when it is
 * asked over the channel it was started with.
 */
const late = monitorEventLoopDelay({ resolution: 2 })
late.enable()
let questions = 0
const ask: unknown = Reflect.get(pg.Client.prototype, 'query')
if (typeof ask !== 'function') throw new Error('the driver asks in another way now')
Reflect.set(
  pg.Client.prototype,
  'query',
  new Proxy(ask, {
    apply(asks, client, given): unknown {
      questions += 1
      return Reflect.apply(asks, client, given)
    },
  }),
)

process.on('message', (message) => {
  if (message !== 'gauge') return
  const lateMs = late.percentile(99) / 1e6
  // The second one takes what the first one only let go of.
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  process.send?.({ gauge: { questions, live: heapUsed + external, resident: rss, lateMs } })
  // The collection that was asked for is no delay of its own.
  late.reset()
})
