import { createServer, type Server } from 'node:http'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { isLoopbackOrigin } from './config.ts'
import { always } from './headers.ts'

/** Numbers for operators: counts and times, never ids, never per person. */
export type Metrics = ReturnType<typeof makeMetrics>

export function makeMetrics(
  read: () => Promise<{ waiting: number; open: number; onShift: number; crowd: number }>,
) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const waiting = gauge('veilleuse_waiting', 'Visitors in the queue')
  const open = gauge('veilleuse_open', 'Open conversations')
  const onShift = gauge('veilleuse_on_shift', 'Seats available or on a break')
  const crowd = gauge('veilleuse_crowd', 'Arrivals lately, in multiples of the usual')
  const stored = new Counter({
    name: 'veilleuse_messages_stored_total',
    help: 'Messages made durable',
    registers,
  })
  const append = new Histogram({
    name: 'veilleuse_append_seconds',
    help: 'From a message read off a socket to its acknowledgement',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers,
  })
  return {
    stored(seconds: number) {
      stored.inc()
      append.observe(seconds)
    },
    async text() {
      const now = await read()
      waiting.set(now.waiting)
      open.set(now.open)
      onShift.set(now.onShift)
      crowd.set(now.crowd)
      return registry.metrics()
    },
  }
}

/** Answers `/metrics` on the loopback alone, whatever the helpline itself listens on. */
export async function serveMetrics(metrics: Metrics, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = (status: number, text?: string) =>
      response
        .writeHead(status, { ...always, 'content-type': 'text/plain; version=0.0.4' })
        .end(text)
    // A page of somebody else may have given its name the address of this machine.
    if (!isLoopbackOrigin(`http://${request.headers.host}`)) return answer(400)
    if (request.url !== '/metrics') return answer(404)
    metrics.text().then(
      (text) => answer(200, text),
      () => answer(503),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}
