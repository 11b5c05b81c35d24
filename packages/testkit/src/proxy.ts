import { createServer, type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import { portOf } from './bare-socket.ts'
import { chance as chanceOf, type Chance } from './chance.ts'
import { calm, carry, type Fates, type Weather } from './weather.ts'

/** A house's own way to the world, as a reverse proxy is; it can be cut like any cable. */
export type Proxy = {
  readonly origin: string
  /** Everybody loses their line at once, and nobody gets another before `mend`. */
  cut(): void
  mend(): void
  /** This share of the lines is lost, and may be had again at once. Gives how many. */
  shake(share: number): number
  /** Holds for all frames from now on, in both directions. */
  turns(weather: Weather): void
  readonly fates: Readonly<Fates>
  close(): Promise<void>
}

type Traits = {
  /** Where it listens; anywhere when absent. */
  readonly port?: number
  /** Where the helpline is, on this machine. */
  readonly to: number
  /** What it says of whoever asks, as proxies do. */
  readonly forwardedFor?: () => string | undefined
  readonly chance?: Chance
}

export async function aProxy(traits: Traits): Promise<Proxy> {
  const { port = 0, to, forwardedFor, chance = chanceOf(0, 'proxy') } = traits
  const lines = new Set<Duplex>()
  const fates: Fates = { held: 0, doubled: 0, overtaken: 0 }
  let weather = calm
  let isCut = false
  const server = createServer((asked, answer) => {
    const onward = request(towards(asked), (told) => {
      answer.writeHead(told.statusCode ?? 502, told.headers)
      told.on('error', () => answer.destroy())
      told.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  })
  server.on('upgrade', (asked: IncomingMessage, guest: Duplex, early: Buffer) => {
    const onward = request(towards(asked))
    onward.on('error', () => guest.destroy())
    onward.on('response', () => guest.destroy())
    guest.on('error', () => onward.destroy())
    onward.on('upgrade', (told: IncomingMessage, house: Duplex, first: Buffer) => {
      guest.write(headOf(told))
      for (const [from, into, said] of [
        [guest, house, early],
        [house, guest, first],
      ] as const) {
        keep(from)
        carry(from, into, { weather: () => weather, chance, fates })
        from.unshift(said)
      }
    })
    onward.end()
  })
  server.on('connection', keep)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))

  return {
    origin: `http://localhost:${portOf(server.address())}`,
    cut() {
      isCut = true
      for (const line of lines) line.destroy()
    },
    mend() {
      isCut = false
    },
    shake(share) {
      const lost = [...lines].filter(() => chance.happens(share))
      for (const line of lost) line.destroy()
      return lost.length
    },
    turns(next) {
      weather = next
    },
    fates,
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
    const from = forwardedFor?.()
    const onward = { ...headers, ...(from !== undefined && { 'x-forwarded-for': from }) }
    const agent = false
    return { host: '127.0.0.1', port: to, method, path: url, headers: onward, agent }
  }
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`]
  for (let i = 0; i < rawHeaders.length; i += 2)
    lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`)
  return `${lines.join('\r\n')}\r\n\r\n`
}
