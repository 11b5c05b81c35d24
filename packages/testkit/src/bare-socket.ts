import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { protocol } from '@veilleuse/contract/socket'
import * as v from 'valibot'
import { WebSocket } from 'ws'
import { until } from './until.ts'

/** A frame as it came: what JSON said, or the bytes of a message. */
export type Came = Readonly<Record<string, unknown>> | Uint8Array

/** A socket with nobody behind it: it sends what a test wants, right or wrong, and heals nothing. */
export type BareSocket = {
  readonly came: readonly Came[]
  /** The frames of one type, in the order they came. */
  all(type: string): readonly Readonly<Record<string, unknown>>[]
  /** The first frame of a type; waits for it. */
  one(type: string): Promise<Readonly<Record<string, unknown>>>
  messages(): readonly Uint8Array[]
  /** An object as JSON, text and bytes as they are. */
  send(frame: object | string | Uint8Array): void
  /** How it ended; waits for it. */
  ended(): Promise<Ended>
  isOpen(): boolean
  /** Bytes that were sent and still lie here, because the other end does not read. */
  backedUp(): number
  close(): void
}

/** `status` when the server did not even open it. */
export type Ended = { readonly code: number; readonly reason: string } | { readonly status: number }

export type BareTraits = {
  readonly origin?: string
  readonly host?: string
  /** Says nothing when it is asked whether it lives. */
  readonly mute?: boolean
}

const Frame = v.record(v.string(), v.unknown())

export function aBareSocket(t: TestContext, address: string, traits: BareTraits = {}): BareSocket {
  const { origin, host, mute = false } = traits
  const socket = new WebSocket(address.replace(/^http/, 'ws'), {
    ...(origin !== undefined && { origin }),
    ...(host !== undefined && { headers: { host } }),
    autoPong: !mute,
    perMessageDeflate: false,
  })
  const came: Came[] = []
  const unsent: (string | Uint8Array)[] = []
  let ended: Ended | undefined
  socket.on('open', () => {
    for (const frame of unsent.splice(0)) socket.send(frame)
  })
  socket.on('message', (data: Buffer, binary) => {
    came.push(binary ? new Uint8Array(data) : v.parse(Frame, JSON.parse(data.toString())))
  })
  socket.on('unexpected-response', (_request, response) => {
    ended = { status: response.statusCode ?? 0 }
    response.destroy()
  })
  socket.on('close', (code, reason) => (ended ??= { code, reason: reason.toString() }))
  socket.on('error', () => {})
  t.after(() => socket.terminate())

  return {
    came,
    all,
    one: (type) => until(() => all(type)[0], { called: `a frame «${type}»` }),
    messages: () => came.filter((frame) => frame instanceof Uint8Array),
    send(frame) {
      const said =
        typeof frame === 'string' || frame instanceof Uint8Array ? frame : JSON.stringify(frame)
      if (socket.readyState === WebSocket.CONNECTING) unsent.push(said)
      else socket.send(said, () => {})
    },
    ended: () => until(() => ended, { called: 'the end of the socket' }),
    backedUp: () => socket.bufferedAmount,
    isOpen: () => socket.readyState === WebSocket.OPEN,
    close: () => socket.close(),
  }

  function all(type: string) {
    return came.flatMap((frame) =>
      frame instanceof Uint8Array || frame['type'] !== type ? [] : [frame],
    )
  }
}

/** The first frame of a visitor's page. */
export function visitorHello(token: string, seen = 0): object {
  return { type: 'hello', protocol, token, seen }
}

/** The first frame of a desk. */
export function deskHello(token: string, seen: Readonly<Record<string, number>> = {}): object {
  return { type: 'hello', protocol, token, seen }
}

/** The first frame of the live board. */
export function boardHello(token: string): object {
  return { type: 'hello', protocol, token }
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('There is no port')
  return address.port
}
