import { createServer } from 'node:net'

/**
 * A port nobody uses, from `above` on. Callers name a number below those that connections going out
 * are given, and one that others who test at the same time do not.
 */
export async function freePort(above: number): Promise<number> {
  for (let port = above + (process.pid % 5000); ; port++) {
    const server = createServer()
    const free = await new Promise<boolean>((told) => {
      server.once('error', () => told(false))
      server.listen(port, '127.0.0.1', () => told(true))
    })
    server.close()
    if (free) return port
  }
}
