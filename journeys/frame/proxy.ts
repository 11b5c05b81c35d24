import { createServer, type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'

/** A house's own way to the world, as a reverse proxy is; it can be cut like any cable. */
export type Proxy = {
  readonly origin: string
  /** Everybody loses their line at once, and nobody gets another before `mend`. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

type Traits = {
  /** Where it listens. */
  readonly port: number
  /** Where the helpline is, on this machine. */
  readonly to: number
  /** What it says of whoever asks, as proxies do. */
  readonly forwardedFor?: () => string | undefined
}

export async function aProxy({ port, to, forwardedFor }: Traits): Promise<Proxy> {
  const lines = new Set<Duplex>()
  let isCut = false
  const server = createServer((asked, answer) => {
    const onward = request(towards(asked), (told) => {
      answer.writeHead(told.statusCode ?? 502, told.headers)
      told.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  })
  server.on('upgrade', (asked: IncomingMessage, guest: Duplex, early: Buffer) => {
    const onward = request(towards(asked))
    onward.on('error', () => guest.destroy())
    onward.on('response', () => guest.destroy())
    onward.on('upgrade', (told: IncomingMessage, house: Duplex, first: Buffer) => {
      guest.write(headOf(told))
      if (first.length > 0) guest.write(first)
      if (early.length > 0) house.write(early)
      for (const [one, other] of [
        [guest, house],
        [house, guest],
      ] as const) {
        keep(one)
        one.pipe(other)
        one.on('error', () => other.destroy()).on('close', () => other.destroy())
      }
    })
    onward.end()
  })
  server.on('connection', keep)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))

  return {
    origin: `http://localhost:${port}`,
    cut() {
      isCut = true
      for (const line of lines) line.destroy()
    },
    mend() {
      isCut = false
    },
    close() {
      for (const line of lines) line.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }

  function keep(line: Duplex) {
    if (isCut) return line.destroy()
    lines.add(line)
    return line.once('close', () => lines.delete(line))
  }

  function towards({ method, url, headers }: IncomingMessage) {
    const told = forwardedFor ? { 'x-forwarded-for': forwardedFor() } : {}
    return { host: '127.0.0.1', port: to, method, path: url, headers: { ...headers, ...told } }
  }
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`]
  for (let i = 0; i < rawHeaders.length; i += 2)
    lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
