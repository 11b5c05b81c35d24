import { hello } from '@veilleuse/client/connection'
import { uuidv7 } from '@veilleuse/sealing/bytes'
import { until } from '@veilleuse/testkit/until'
import * as v from 'valibot'
import { WebSocket } from 'ws'
import { copyOf } from './template.ts'

/** One end of a conversation that writes as fast as it is acknowledged. */
export type Mouth = { readonly socket: Wire; readonly frame: Buffer; readonly conversation: string }

/** A lean socket: the generator shares the machine with what it presses. */
export type Wire = { send(frame: Buffer): void; readonly live: () => boolean; close(): void }

export type Post = {
  /** Waits for the acknowledgement of a message. */
  await(id: string): Promise<void>
  /** Opens a socket that says hello; hears acknowledgements, counts what is delivered. */
  wire(address: string, greeting: string): Wire
  readonly delivered: () => number
  readonly refused: () => number
}

const Told = v.looseObject({ type: v.string(), id: v.optional(v.string()) })

export function openPost(): Post {
  const waiting = new Map<string, () => void>()
  let delivered = 0
  let refused = 0
  return {
    await: (id) => new Promise((done) => waiting.set(id, done)),
    delivered: () => delivered,
    refused: () => refused,
    wire(address, greeting) {
      const socket = new WebSocket(address.replace('http', 'ws'), { perMessageDeflate: false })
      let live = false
      socket.on('open', () => socket.send(greeting))
      socket.on('message', (data: Buffer, binary) => {
        if (binary) {
          delivered += 1
          return
        }
        const told = v.parse(Told, JSON.parse(data.toString()))
        if (told.type === 'welcome') live = true
        if (told.type !== 'ack' && told.type !== 'problem') return
        if (told.type === 'problem') refused += 1
        const done = waiting.get(told.id ?? '')
        waiting.delete(told.id ?? '')
        done?.()
      })
      return {
        live: () => live,
        send: (frame) => socket.send(frame),
        close: () => socket.terminate(),
      }
    },
  }
}

export function helloOf(token: string, seen: unknown): string {
  return JSON.stringify(hello(token, seen))
}

export function allLive(wires: readonly Wire[]): Promise<true> {
  const live = () => wires.every((wire) => wire.live()) || undefined
  return until(live, { seconds: 60, called: `${wires.length} sockets` })
}

/** Below what one end may say at once (server/platform/limits.ts): nothing here is to be refused. */
const fromOne = 16

/** So many at a time are under way, none two at one end; gives the wait of each, in milliseconds. */
export async function press(
  post: Post,
  mouths: readonly Mouth[],
  { atOnce, seconds }: { readonly atOnce: number; readonly seconds: number },
): Promise<readonly number[]> {
  const waits: number[] = []
  const end = performance.now() + seconds * 1000
  await Promise.all(
    Array.from({ length: Math.min(atOnce, mouths.length) }, async (_, writer) => {
      const own = mouths.filter((_mouth, n) => n % atOnce === writer)
      const most = own.length * fromOne
      for (let turn = 0; turn < most && performance.now() < end; turn += 1) {
        const mouth = own[turn % own.length]
        if (!mouth) return
        const id = uuidv7(new Date())
        const stored = post.await(id)
        const began = performance.now()
        mouth.socket.send(copyOf(mouth.frame, id, mouth.conversation))
        await stored
        waits.push(performance.now() - began)
      }
    }),
  )
  return waits
}
