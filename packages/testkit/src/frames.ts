/**
 * Cuts what passes on a WebSocket into its frames (RFC 6455, section 5.2) and leaves their bytes as
 * they are. Gives the frames that have come whole; the rest waits for more.
 */
export function frameCutter(): (bytes: Buffer) => readonly Buffer[] {
  let rest: Buffer = Buffer.alloc(0)
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    const frames: Buffer[] = []
    for (let length = lengthOf(rest); length <= rest.length; length = lengthOf(rest)) {
      frames.push(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
    return frames
  }
}

/** Text or bytes of an application, and no ping, pong or end of the socket itself. */
export function isSaid(frame: Buffer): boolean {
  return ((frame[0] ?? 0) & 0x0f) < 8
}

/** Of the frame at the head, itself included; endless while that much cannot be told. */
function lengthOf(bytes: Buffer): number {
  const [, second] = bytes
  if (second === undefined) return Infinity
  const mask = second & 0x80 ? 4 : 0
  const short = second & 0x7f
  if (short < 126) return 2 + mask + short
  if (short === 126) return bytes.length < 4 ? Infinity : 4 + mask + bytes.readUInt16BE(2)
  return bytes.length < 10 ? Infinity : 10 + mask + Number(bytes.readBigUInt64BE(2))
}
