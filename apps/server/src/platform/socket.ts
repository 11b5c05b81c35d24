import type { Server } from 'node:http'
import { maxFrameBytes } from '@veilleuse/contract/frame'
import { silenceBeforeLost } from '@veilleuse/contract/socket'
import * as v from 'valibot'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Config } from './config.ts'
import { isLoopback, isLoopbackOrigin } from './config.ts'
import { answerBare, headersFor, linesOf } from './headers.ts'
import { newId } from './ids.ts'
import type { Limits } from './limits.ts'
import type { Log } from './log.ts'
import { closeCodeOf, Problem } from './problem.ts'
import { asProblem } from './route.ts'

/** One open socket, as a slice sees it. */
export type Line = {
  say(frame: object): void
  /** The same for a frame that was written once for many. */
  text(written: Buffer): void
  /** Gives a promise when the page has enough to read for now; it is kept when it has read. */
  bytes(frame: Uint8Array): Promise<void> | undefined
  /** Ends the socket. From this moment on nothing it sends is heard. */
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

/** How long, and how much, a socket is borne with. Bytes and seconds. */
export type Patience = {
  readonly helloSeconds: number
  /** How often a socket is asked whether it lives. */
  readonly beatSeconds: number
  readonly silenceSeconds: number
  /** How long the other end may take to agree to an end. */
  readonly closeSeconds: number
  /** Of a backlog no more than this is written ahead of what has been read. */
  readonly enoughUnread: number
  readonly tooMuchUnread: number
  /** How many frames of one socket may wait to be dealt with before no more are read off it. */
  readonly frames: number
}

const usualPatience: Patience = {
  helloSeconds: 10,
  beatSeconds: 10,
  silenceSeconds: silenceBeforeLost.seconds,
  closeSeconds: 2,
  enoughUnread: 250_000,
  // A page that takes nothing for this long has lost its network; holding more for it would only
  // cost the others memory. It comes back and reads on from where it was.
  tooMuchUnread: 1_000_000,
  frames: 32,
}

/**
 * Sockets of both doors on the one HTTP server. Checks Origin and Host, waits for a hello, proves
 * liveness, closes who floods or does not read. Returns a function that closes them all.
 */
export function openSockets(
  server: Server,
  doors: readonly AnyDoor[],
  house: { config: Config; limits: Limits; log: Log; patience?: Partial<Patience> },
): { close(): void } {
  const { config, limits, log } = house
  const patience = { ...usualPatience, ...house.patience }
  const options = {
    noServer: true,
    maxPayload: 2 * maxFrameBytes,
    // Each piece is kept as an object of its own until the last one comes. No browser cuts a frame
    // of ours into more than a few.
    maxFragments: 1024,
    // Answered below, where they are counted.
    autoPong: false,
    perMessageDeflate: false,
    clientTracking: true,
    closeTimeout: patience.closeSeconds * 1000,
  }
  const sockets = new WebSocketServer(options)
  const headers = headersFor(config.publicOrigin)
  sockets.on('headers', (lines) => lines.push(...linesOf(headers)))
  sockets.on('wsClientError', (_error, socket) =>
    answerBare(socket, '400 Bad Request', { ...headers, 'sec-websocket-version': '13' }),
  )
  let closed = false
  const heardAt = new WeakMap<WebSocket, number>()
  const leaving = new Set<() => void>()

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', ignore)
    const door = doors.find((one) => one.path === request.url)
    const own = isOwn(config, request.headers.origin) && isOwnHost(config, request.headers.host)
    if (!door || !own) return answerBare(socket, '404 Not Found', headers)
    if (closed) return answerBare(socket, '503 Service Unavailable', headers)
    sockets.handleUpgrade(request, socket, head, (opened) => attend(opened, door))
  })

  const beat = setInterval(() => {
    const now = performance.now()
    for (const socket of sockets.clients) {
      if (now - (heardAt.get(socket) ?? now) > patience.silenceSeconds * 1000) socket.terminate()
      else if (socket.readyState === socket.OPEN) socket.ping()
    }
  }, patience.beatSeconds * 1000)

  return {
    close() {
      closed = true
      clearInterval(beat)
      for (const leave of leaving) leave()
      sockets.close()
    },
  }

  function attend(socket: WebSocket, door: AnyDoor) {
    const line: Line = {
      say: (frame) => write(JSON.stringify(frame)),
      text: (written) => write(written, { binary: false }),
      bytes(frame) {
        write(frame)
        return socket.bufferedAmount > patience.enoughUnread ? read() : undefined
      },
      close: (code) => end(closeCodeOf(code), code),
    }
    const restart = () => end(1012, 'restarting')
    const spendFrame = limits.own('frame')
    let guest: unknown
    let greeted = false
    let over = false
    let waiting = 0
    // One frame after another, so that what a page sends is dealt with in the order it was sent.
    let turn = Promise.resolve()
    // Perhaps a page whose network has stalled, so it is told to try again.
    const late = setTimeout(() => line.close('restarting'), patience.helloSeconds * 1000)

    leaving.add(restart)
    heardAt.set(socket, performance.now())
    socket.on('pong', () => heardAt.set(socket, performance.now()))
    socket.on('error', () => {})
    socket.on('ping', answer)
    socket.on('message', (data: Buffer, binary) => {
      if (over) return
      clearTimeout(late)
      heardAt.set(socket, performance.now())
      waiting += 1
      // What is not read off the socket backs up to who sends it, and not into our memory.
      if (waiting >= patience.frames) socket.pause()
      turn = turn.then(async () => {
        if (!over) await deal(data, binary)
        waiting -= 1
        if (socket.isPaused && waiting < patience.frames / 2) socket.resume()
      })
    })
    socket.on('close', leave)

    function end(code: number, reason: string) {
      socket.close(code, reason)
      // The other end's agreement must be heard.
      socket.resume()
      leave()
    }

    function leave() {
      if (over) return
      over = true
      leaving.delete(restart)
      clearTimeout(late)
      void turn.then(() => (greeted ? door.gone(guest) : undefined)).catch(failed)
    }

    function write(frame: string | Uint8Array, as: { binary?: boolean } = {}) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > patience.tooMuchUnread) line.close('restarting')
      else socket.send(frame, as)
    }

    /** A page cannot ping like this; a program can, and is counted as if it spoke. */
    function answer(data: Buffer) {
      if (over) return
      try {
        spendFrame()
        if (socket.bufferedAmount > patience.tooMuchUnread) line.close('restarting')
        else socket.pong(data, false, ignore)
      } catch (error) {
        line.close(asProblem(error)?.code ?? 'internal')
      }
    }

    /** Kept when all that was written so far has left for the other end, or never will. */
    function read() {
      return new Promise<void>((done) => {
        if (socket.readyState === socket.OPEN) socket.ping('', false, () => done())
        else done()
      })
    }

    async function deal(data: Buffer, binary: boolean) {
      try {
        spendFrame()
        if (!greeted) {
          guest = await door.greet(readHello(door, data, binary), line)
          greeted = true
        } else if (binary) await door.said(guest, data)
        else await door.heard(guest, parse(door.frame, data))
      } catch (error) {
        const problem = asProblem(error)
        if (problem) line.close(problem.code)
        else {
          failed(error)
          line.close('internal')
        }
      }
    }

    function failed(error: unknown) {
      log.incident({ incident: newId(), where: door.path, error })
    }
  }
}

/**
 * Listens to what needs no answer. A function made where a request is at hand would keep the request,
 * and the address in it, for as long as the socket is open.
 */
function ignore() {}

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
