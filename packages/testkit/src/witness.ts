import * as v from 'valibot'

/** What one client was told on all its sockets, noted beside the client and not by it. */
export type Witness = {
  /** To be given to the client instead of its own. */
  readonly WebSocket: typeof WebSocket
  /** How often a server has welcomed this client. */
  welcomes(): number
  /** Every number a message was acknowledged with, by its id: the promise all is held to. */
  readonly acknowledged: ReadonlyMap<string, readonly number[]>
}

const Told = v.variant('type', [
  v.object({ type: v.literal('welcome') }),
  v.object({ type: v.literal('ack'), id: v.string(), seq: v.number() }),
])

export function aWitness(): Witness {
  const acknowledged = new Map<string, number[]>()
  let welcomes = 0
  class Witnessed extends WebSocket {
    constructor(address: string | URL) {
      super(address)
      this.addEventListener('message', ({ data }: { readonly data: unknown }) => {
        if (typeof data === 'string') note(JSON.parse(data))
      })
    }
  }
  return { WebSocket: Witnessed, welcomes: () => welcomes, acknowledged }

  function note(frame: unknown) {
    const read = v.safeParse(Told, frame)
    if (!read.success) return
    if (read.output.type === 'welcome') welcomes += 1
    else {
      const { id, seq } = read.output
      acknowledged.set(id, [...(acknowledged.get(id) ?? []), seq])
    }
  }
}
