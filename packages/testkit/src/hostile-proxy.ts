import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { Endpoint } from '@veilleuse/contract/endpoint'
import { type Delivered, readDelivered, writeDelivered } from '@veilleuse/contract/frame'
import { toDesk, type ToDesk } from '@veilleuse/contract/socket-desk'
import { toVisitor, type ToVisitor } from '@veilleuse/contract/socket-visit'
import * as v from 'valibot'
import { type RawData, WebSocket, WebSocketServer } from 'ws'

/** What a server says on a socket, as the contract reads it. */
export type Frame = ToVisitor | ToDesk | Delivered

type Others = readonly Frame[] | undefined

/** One thing a server says that is not so. Whatever it leaves alone passes as it is. */
export type Lie = {
  /** Which of the two sockets it is told on. */
  readonly on?: 'visit' | 'desk'
  /** Other frames in the place of this one; undefined leaves it alone. */
  readonly frame?: (frame: Frame) => Others | Promise<Others>
  readonly answer?: ChangedAnswer
  /** A file of the pages with other bytes. */
  readonly file?: { readonly at: RegExp; readonly change: (bytes: Buffer) => Buffer }
}

type ChangedAnswer = {
  readonly endpoint: Endpoint
  readonly change: (reply: unknown) => Promise<unknown>
}

/** An endpoint that answers something else; the true answer is read by the contract first. */
export function answering<E extends Endpoint>(
  endpoint: E,
  change: (reply: v.InferOutput<E['reply']>) => unknown,
): ChangedAnswer {
  return { endpoint, change: async (reply) => change(v.parse(endpoint.reply, reply)) }
}

/** What a client let out: the body of a request, or a frame. */
export type Sent = { readonly to: string; readonly bytes: Buffer }

/** The house's way to the world in the hands of somebody who lies. Honest until `tell`. */
export type HostileProxy = {
  readonly origin: string
  tell(lie: Lie): void
  /** The truth again. Gives how often the lie was told. */
  relent(): number
  /** How often the lie was told so far. */
  told(): number
  /** What went wrong here, and is no lie. */
  readonly faults: readonly unknown[]
  /** All that clients have sent, whoever they were, since it began. */
  readonly sent: readonly Sent[]
  /** Every message that the server delivered, in the order it did. */
  readonly passed: readonly Delivered[]
  close(): Promise<void>
}

type Traits = { readonly port: number; readonly to: number }

export async function aHostileProxy({ port, to }: Traits): Promise<HostileProxy> {
  const sent: Sent[] = []
  const faults: unknown[] = []
  const passed: Delivered[] = []
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  let lie: Lie = {}
  let told = 0
  const server = createServer((asked, answer) => {
    void carry(asked, answer).catch((fault: unknown) => {
      faults.push(fault)
      answer.destroy()
    })
  })
  server.on('upgrade', (asked: IncomingMessage, line, head: Buffer) => {
    sockets.handleUpgrade(asked, line, head, (client) => join(client, asked))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))

  return {
    origin: `http://localhost:${port}`,
    tell(next) {
      lie = next
      told = 0
    },
    relent() {
      lie = {}
      return told
    },
    told: () => told,
    sent,
    faults,
    passed,
    close() {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }

  async function carry(asked: IncomingMessage, answer: ServerResponse) {
    const { method = 'GET', url = '/' } = asked
    const body = await bytesOf(asked)
    sent.push({ to: `${method} ${url}`, bytes: body })
    // As it is, not packed: so that it can be read on the way.
    const headers = { ...asked.headers, 'accept-encoding': 'identity' }
    const onward = request({ host: '127.0.0.1', port: to, method, path: url, headers })
    onward.end(body)
    const house = await new Promise<IncomingMessage>((resolve, reject) => {
      onward.once('response', resolve).once('error', reject)
    })
    const honest = await bytesOf(house)
    const status = house.statusCode ?? 502
    const bytes = await changed(`${method} ${url}`, { status, bytes: honest })
    const length = bytes === honest ? {} : { 'content-length': bytes.length }
    answer.writeHead(status, { ...house.headers, ...length }).end(bytes)
  }

  async function changed(where: string, { status, bytes }: { status: number; bytes: Buffer }) {
    const { answer, file } = lie
    if (status !== 200) return bytes
    if (file?.at.test(where)) {
      told += 1
      return file.change(bytes)
    }
    if (!answer || !addresses(answer.endpoint).test(where)) return bytes
    const reply = await answer.change(JSON.parse(bytes.toString()))
    if (reply === undefined) return bytes
    told += 1
    return Buffer.from(JSON.stringify(reply))
  }

  function join(client: WebSocket, { url = '/', headers }: IncomingMessage) {
    const on = url.startsWith('/visit/') ? 'visit' : 'desk'
    const { host = '', origin } = headers
    const house = new WebSocket(`ws://127.0.0.1:${to}${url}`, {
      headers: { host },
      perMessageDeflate: false,
      ...(origin !== undefined && { origin }),
    })
    const early: (() => void)[] = []
    house.on('open', () => early.splice(0).forEach((send) => send()))
    client.on('message', (data, binary) => {
      const bytes = buffer(data)
      sent.push({ to: url, bytes })
      const send = () => house.send(bytes, { binary })
      if (house.readyState === WebSocket.CONNECTING) early.push(send)
      else send()
    })
    let turn: Promise<unknown> = Promise.resolve()
    house.on('message', (data, binary) => {
      const frame = readFrame(on, buffer(data), binary)
      turn = turn.then(() => pass(on, frame, client)).catch((fault: unknown) => faults.push(fault))
    })
    client.on('close', (code, reason) => closeAs(house, code, reason))
    house.on('close', (code, reason) => void turn.then(() => closeAs(client, code, reason)))
    for (const end of [client, house]) end.on('error', () => end.terminate())
  }

  async function pass(on: 'visit' | 'desk', frame: Frame, client: WebSocket) {
    if ('envelope' in frame) passed.push(frame)
    const others = lie.on === on ? await lie.frame?.(frame) : undefined
    if (others) told += 1
    for (const one of others ?? [frame]) {
      if (client.readyState !== WebSocket.OPEN) return
      const message = 'envelope' in one
      client.send(message ? writeDelivered(one) : JSON.stringify(one), { binary: message })
    }
  }
}

function readFrame(on: 'visit' | 'desk', bytes: Buffer, binary: boolean): Frame {
  if (!binary) return v.parse(on === 'visit' ? toVisitor : toDesk, JSON.parse(bytes.toString()))
  const delivered = readDelivered(bytes)
  if (!delivered) throw new Error('the server delivers what the contract does not read')
  return delivered
}

function addresses({ method, url }: Endpoint): RegExp {
  return new RegExp(`^${method} ${url.replaceAll(/:\w+/g, '[^/]+')}$`)
}

function closeAs(other: WebSocket, code: number, reason: Buffer) {
  if (other.readyState === WebSocket.CONNECTING) other.terminate()
  // 1005 and 1006 say that nothing was said; they may not be said themselves.
  else if (code === 1005 || code === 1006) other.close()
  else other.close(code, reason)
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) if (part instanceof Buffer) parts.push(part)
  return Buffer.concat(parts)
}

function buffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? Buffer.from(data) : data
}
