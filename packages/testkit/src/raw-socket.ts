import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { TestContext } from 'node:test'
import { until } from './until.ts'

export const opcodes = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const
export type Opcode = (typeof opcodes)[keyof typeof opcodes]

export type RawFrame = { readonly opcode: number; readonly payload: Buffer }

/** A socket on which a test writes each byte itself, true or not (RFC 6455). It answers nothing. */
export type RawSocket = {
  readonly came: readonly RawFrame[]
  /** Gives false when it lies here because the other end does not read. */
  write(bytes: Uint8Array): boolean
  /** The code it was ended with; undefined when the line just broke. Waits for it. */
  ended(): Promise<number | undefined>
  /** Says that nothing more will be written, and stays to listen. */
  halfClose(): void
  /** From now on nothing that comes is taken off the line. */
  stopReading(): void
}

export async function aRawSocket(t: TestContext, address: string): Promise<RawSocket> {
  const { hostname, port, pathname, host } = new URL(address)
  const line = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  t.after(() => line.destroy())
  line.on('error', () => {})
  const came: RawFrame[] = []
  let unread = Buffer.alloc(0)
  let over = false
  line.on('close', () => (over = true))
  line.on('end', () => (over = true))
  await once(line, 'connect')
  line.write(
    `GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\nupgrade: websocket\r\nconnection: upgrade\r\n` +
      `sec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
  )
  let open = false
  line.on('data', (bytes: Buffer) => {
    unread = Buffer.concat([unread, bytes])
    const head = unread.indexOf('\r\n\r\n')
    if (!open && head < 0) return
    if (!open) unread = unread.subarray(head + 4)
    open = true
    for (let frame = nextOf(unread); frame; frame = nextOf(unread)) {
      came.push(frame)
      unread = unread.subarray(frame.whole)
    }
  })
  await until(() => open, { called: 'an open socket' })

  return {
    came,
    write: (bytes) => line.write(bytes),
    async ended() {
      const closing = () => came.find(({ opcode }) => opcode === opcodes.close)
      await until(() => over || closing() !== undefined, { called: 'the end of the socket' })
      return closing()?.payload.readUInt16BE(0)
    },
    halfClose: () => line.end(),
    stopReading: () => void line.pause(),
  }
}

type FrameTraits = {
  readonly payload?: Uint8Array | string
  /** Whether the message goes on in another frame. */
  readonly goesOn?: boolean
  /** The length it says it has, when that is not the truth. */
  readonly says?: bigint
}

/** A frame as a client writes it: masked, by zeros. */
export function aFrame(opcode: Opcode, traits: FrameTraits = {}): Buffer {
  const { payload = '', goesOn = false } = traits
  const body = Buffer.from(payload)
  const says = traits.says ?? BigInt(body.length)
  const first = (goesOn ? 0 : 0x80) | opcode
  return Buffer.concat([Buffer.of(first), maskedLength(says), Buffer.alloc(4), body])
}

function maskedLength(says: bigint): Buffer {
  if (says < 126n) return Buffer.of(0x80 | Number(says))
  const wide = says >= 65_536n
  const length = Buffer.alloc(wide ? 9 : 3)
  length.writeUInt8(0x80 | (wide ? 127 : 126))
  if (wide) length.writeBigUInt64BE(says, 1)
  else length.writeUInt16BE(Number(says), 1)
  return length
}

/** The first whole frame of a server, of 65,535 bytes at most; undefined while it is not all there. */
function nextOf(bytes: Buffer): (RawFrame & { readonly whole: number }) | undefined {
  const head = bytes[1] === 126 ? 4 : 2
  if (bytes.length < head) return undefined
  const whole = head + (head === 4 ? bytes.readUInt16BE(2) : bytes.readUInt8(1))
  if (bytes.length < whole) return undefined
  return { opcode: bytes.readUInt8(0) & 15, payload: bytes.subarray(head, whole), whole }
}
