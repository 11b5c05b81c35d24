import type { Server } from 'node:http'
import { maxFrameBytes } from '@veilleuse/contract/frame'
import { silenceBeforeLost } from '@veilleuse/contract/socket'
import * as v from 'valibot'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Config } from './config.ts'
import { isLoopback } from './config.ts'
import { newId } from './ids.ts'
import type { Limits } from './limits.ts'
import type { Log } from './log.ts'
import { closeCodeOf, Problem } from './problem.ts'
import { asProblem } from './route.ts'

/** One open socket, as a slice sees it. */
export type Line = {
  readonly id: string
  say(frame: object): void
  bytes(frame: Uint8Array): void
  close(code: Problem['code']): void
}

/** What a slice does with a socket of its door. All of it may throw `Problem`. */
export type Door<Hello, Frame, Guest> = {
  readonly path: `/${string}`
  readonly hello: v.GenericSchema<unknown, Hello>
  readonly frame: v.GenericSchema<unknown, Frame>
  /** The first frame: who is it? The token in it is the only credential there is. */
  greet(hello: Hello, line: Line): Promise<Guest>
  heard(guest: Guest, frame: Frame): Promise<void> | void
  said(guest: Guest, frame: Uint8Array): Promise<void>
  gone(guest: Guest): void
}

type AnyDoor = Door<unknown, unknown, unknown>

// A page that takes nothing for this long has lost its network; holding more for it would only
// cost the others memory. It comes back and reads on from where it was.
const tooMuchUnread = 1_000_000
const helloWithin = { seconds: 10 }

/**
 * Sockets of both doors on the one HTTP server. Checks Origin and Host, waits for a hello, proves
 * liveness, closes who floods or does not read. Returns a function that closes them all.
 */
export function openSockets(
  server: Server,
  doors: readonly AnyDoor[],
  { config, limits, log }: { config: Config; limits: Limits; log: Log },
): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 2 * maxFrameBytes,
    perMessageDeflate: false,
    clientTracking: true,
  })
  const heardAt = new WeakMap<WebSocket, number>()

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {})
    const door = doors.find((one) => one.path === request.url)
    if (
      !door ||
      !isOwn(config, request.headers.origin) ||
      !isOwnHost(config, request.headers.host)
    ) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (opened) => attend(opened, door))
  })

  const beat = setInterval(() => {
    const now = Date.now()
    for (const socket of sockets.clients) {
      if (now - (heardAt.get(socket) ?? now) > silenceBeforeLost.seconds * 1000) socket.terminate()
      else if (socket.readyState === socket.OPEN) socket.ping()
    }
  }, 10_000)

  return {
    close() {
      clearInterval(beat)
      for (const socket of sockets.clients) socket.close(1012)
      sockets.close()
    },
  }

  function attend(socket: WebSocket, door: AnyDoor) {
    const line: Line = {
      id: newId(),
      say: (frame) => write(JSON.stringify(frame)),
      bytes: write,
      close: (code) => socket.close(closeCodeOf(code), code),
    }
    let guest: unknown
    let greeted = false
    let over = false
    // One frame after another, so that what a page sends is dealt with in the order it was sent.
    let turn = Promise.resolve()
    const late = setTimeout(() => {
      if (!greeted) line.close('malformed')
    }, helloWithin.seconds * 1000)

    heardAt.set(socket, Date.now())
    socket.on('pong', () => heardAt.set(socket, Date.now()))
    socket.on('error', () => {})
    socket.on('message', (data: Buffer, binary) => {
      heardAt.set(socket, Date.now())
      turn = turn.then(() => (over ? undefined : deal(data, binary)))
    })
    socket.on('close', () => {
      over = true
      clearTimeout(late)
      void turn.then(() => {
        if (greeted) door.gone(guest)
      })
    })

    function write(frame: string | Uint8Array) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > tooMuchUnread)
        socket.close(closeCodeOf('restarting'), 'restarting')
      else socket.send(frame)
    }

    async function deal(data: Buffer, binary: boolean) {
      try {
        limits.spend('frame', line.id)
        if (!greeted) {
          guest = await door.greet(readHello(door, data, binary), line)
          greeted = true
          clearTimeout(late)
        } else if (binary) await door.said(guest, data)
        else await door.heard(guest, parse(door.frame, data))
      } catch (error) {
        const problem = asProblem(error)
        if (problem) line.close(problem.code)
        else {
          log.incident({ incident: newId(), where: door.path, error })
          line.close('internal')
        }
      }
    }
  }
}

function readHello(door: AnyDoor, data: Buffer, binary: boolean): unknown {
  if (binary) throw new Problem('malformed')
  return parse(door.hello, data)
}

function parse<T>(schema: v.GenericSchema<unknown, T>, data: Buffer): T {
  let given: unknown
  try {
    given = JSON.parse(data.toString('utf8'))
  } catch {
    throw new Problem('malformed')
  }
  const read = v.safeParse(schema, given)
  if (!read.success) throw new Problem('malformed')
  return read.output
}

/** Browsers tell where a page comes from; programs that are no browsers tell nothing. */
export function isOwn(config: Config, origin: string | undefined): boolean {
  return (
    origin === undefined ||
    origin === config.publicOrigin ||
    (isLoopback(new URL(config.publicOrigin).hostname) && isLoopbackOrigin(origin))
  )
}

export function isOwnHost(config: Config, host: string | undefined): boolean {
  const own = new URL(config.publicOrigin)
  if (host === own.host) return true
  return isLoopback(own.hostname) && host !== undefined && isLoopbackOrigin(`http://${host}`)
}

function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && isLoopback(new URL(origin).hostname)
}
