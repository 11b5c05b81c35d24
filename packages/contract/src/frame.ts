/**
 * Binary frames. A client sends `0x01 ‖ envelope`; a server sends
 * `0x02 ‖ seq (u64) ‖ stored at, ms since 1970 (u64) ‖ by (0 visitor, 1 helpline) ‖ conversation
 * (16 bytes) ‖ envelope`. Numbers are big-endian. A frame that is anything else is malformed.
 */
export const maxFrameBytes = 24 * 1024

export type Delivered = {
  readonly seq: number
  readonly at: Date
  readonly by: 'visitor' | 'helpline'
  readonly conversation: string
  readonly envelope: Uint8Array
}

const head = 1 + 8 + 8 + 1 + 16

/** The envelope in a client's frame; undefined when the frame is malformed. */
export function readSaid(frame: Uint8Array): Uint8Array | undefined {
  return frame.length > 1 && frame.length <= maxFrameBytes && frame[0] === 1
    ? frame.subarray(1)
    : undefined
}

export function writeSaid(envelope: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(1 + envelope.length)
  frame[0] = 1
  frame.set(envelope, 1)
  return frame
}

export function writeDelivered(message: Delivered): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(head + message.envelope.length)
  const view = new DataView(frame.buffer)
  frame[0] = 2
  view.setBigUint64(1, BigInt(message.seq))
  view.setBigUint64(9, BigInt(message.at.getTime()))
  frame[17] = message.by === 'helpline' ? 1 : 0
  const hex = message.conversation.replaceAll('-', '')
  for (let i = 0; i < 16; i++) frame[18 + i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  frame.set(message.envelope, head)
  return frame
}

/** What a server delivers; undefined when the frame is malformed. */
export function readDelivered(frame: Uint8Array): Delivered | undefined {
  const by = frame[17]
  if (frame.length <= head || frame[0] !== 2 || by === undefined || by > 1) return undefined
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const seq = Number(view.getBigUint64(1))
  const at = Number(view.getBigUint64(9))
  if (!Number.isSafeInteger(seq) || !(at <= 8.64e15)) return undefined
  let hex = ''
  for (const byte of frame.subarray(18, head)) hex += byte.toString(16).padStart(2, '0')
  return {
    seq,
    at: new Date(at),
    by: by === 1 ? 'helpline' : 'visitor',
    conversation: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    envelope: frame.subarray(head),
  }
}
