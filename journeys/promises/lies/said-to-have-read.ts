import type { Sent } from '@veilleuse/testkit/hostile-proxy'
import * as v from 'valibot'

const Read = v.object({ type: v.literal('read'), seq: v.number() })

/** The highest number that clients of this socket have said was read; 0 when none was. */
export function saidToHaveRead(sent: readonly Sent[], socket: string): number {
  const read = sent.flatMap(({ to, bytes }) => {
    // Sealed messages begin with another byte.
    if (to !== socket || bytes[0] !== 0x7b) return []
    const frame: unknown = JSON.parse(bytes.toString())
    return v.is(Read, frame) ? [frame.seq] : []
  })
  return Math.max(0, ...read)
}
