import { isProblemCode, type ProblemCode } from '@veilleuse/contract/problems'
import { heartbeat, protocol, silenceBeforeLost } from '@veilleuse/contract/socket'

/** `connecting` also between two tries; `refused` is for good, and `why` says how to go on. */
export type ConnectionState = 'connecting' | 'live' | 'refused' | 'closed'

export type Connection = {
  /** Sends now, or not at all: false when no server has welcomed us on an open socket. */
  send(frame: string | Uint8Array<ArrayBuffer>): boolean
  close(): void
  /** Lets go of the line until `retryNow`: nobody is known to be at the page. */
  rest(): void
  /** Try again at once: the browser says it is online, or the page is visible again. */
  retryNow(): void
}

export type ConnectionWishes = {
  /** `wss://host/visit/socket`. Never holds a token. */
  readonly address: string
  /** The hello, made anew at each connection because it tells what has been seen by then. */
  hello(): object
  /** Every frame but the pong: text parsed as JSON, binary as bytes. */
  heard(frame: unknown): void
  /** `why` with `refused`: at `protocol_too_old` the page reloads itself. */
  changed(state: ConnectionState, why?: ProblemCode): void
  /** Passed in by tests; the browser's and Node's own by default. */
  readonly WebSocket?: typeof WebSocket
  readonly random?: () => number
}

// First try again at once-ish, then slower; the top keeps a returning server from being overrun.
const backoff = { firstMs: 300, topMs: 15_000 }

/** Close codes after which trying again with the same session is of no use. */
const final = new Set([4400, 4401, 4403, 4404, 4409, 4410])

/**
 * A socket that heals: reconnects with growing, jittered waits, says hello each time, proves both
 * ways that the line lives. Frames are handed on as they come; who needs order looks at sequence
 * numbers.
 */
export function connect(wishes: ConnectionWishes): Connection {
  const Socket = wishes.WebSocket ?? WebSocket
  const random = wishes.random ?? Math.random
  let socket: WebSocket | undefined
  let tries = 0
  let over = false
  let heardAt = 0
  let welcomed = false
  let retry: ReturnType<typeof setTimeout> | undefined

  const beat = setInterval(() => {
    if (!socket) return
    // A line that looks open and is dead is the usual case on a phone that changed networks; so is
    // one that never opens.
    if (silentMs() > silenceBeforeLost.seconds * 1000) drop()
    else if (socket.readyState === Socket.OPEN) socket.send('{"type":"ping"}')
  }, heartbeat.seconds * 1000)

  open()
  return { send, close, rest, retryNow }

  function open() {
    clearTimeout(retry)
    retry = undefined
    wishes.changed('connecting')
    const mine = new Socket(wishes.address)
    mine.binaryType = 'arraybuffer'
    socket = mine
    welcomed = false
    heardAt = Date.now()
    mine.addEventListener('open', () => {
      if (mine !== socket) return
      heardAt = Date.now()
      mine.send(JSON.stringify(wishes.hello()))
    })
    mine.addEventListener('message', ({ data }: { readonly data: unknown }) => {
      if (mine !== socket || over) return
      heardAt = Date.now()
      const frame = data instanceof ArrayBuffer ? new Uint8Array(data) : parsed(data)
      if (frame === undefined) return
      if (isWelcome(frame)) {
        tries = 0
        welcomed = true
        wishes.changed('live')
      }
      wishes.heard(frame)
    })
    mine.addEventListener('close', ({ code, reason }) => {
      if (mine !== socket || over) return
      socket = undefined
      if (final.has(code)) {
        stop()
        wishes.changed('refused', isProblemCode(reason) ? reason : undefined)
      } else again()
    })
    // An error is always followed by a close, which decides.
    mine.addEventListener('error', () => {})
  }

  /**
   * By the clock on the wall, which goes on while a machine sleeps. One that is set back in between
   * tells nothing, so a great step either way is taken for silence: asking again costs little.
   */
  function silentMs() {
    return Math.abs(Date.now() - heardAt)
  }

  function again() {
    wishes.changed('connecting')
    const ceiling = Math.min(backoff.topMs, backoff.firstMs * 2 ** tries++)
    retry = setTimeout(open, ceiling * (0.5 + random() / 2))
  }

  function drop() {
    const dead = socket
    socket = undefined
    dead?.close()
    again()
  }

  function send(frame: string | Uint8Array<ArrayBuffer>) {
    if (!welcomed || socket?.readyState !== Socket.OPEN) return false
    socket.send(frame)
    return true
  }

  function retryNow() {
    if (over) return
    if (socket === undefined) {
      tries = 0
      open()
    } else if (silentMs() > heartbeat.seconds * 1000) {
      // Waking from sleep: the socket may be a ghost. Ask; the next beat drops it when silent. One
      // that has not even opened has nobody to ask.
      if (!send('{"type":"ping"}')) drop()
    }
  }

  function rest() {
    const left = socket
    socket = undefined
    clearTimeout(retry)
    left?.close(1000)
  }

  function stop() {
    over = true
    clearInterval(beat)
    clearTimeout(retry)
  }

  function close() {
    if (over) return
    stop()
    socket?.close(1000)
    wishes.changed('closed')
  }
}

/** The hello every socket begins with. */
export function hello(token: string, seen: unknown): object {
  return { type: 'hello', protocol, token, seen }
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data))
  } catch {
    return undefined
  }
}

function isWelcome(frame: unknown): boolean {
  return typeof frame === 'object' && frame !== null && 'type' in frame && frame.type === 'welcome'
}
