import type { Delivered } from '@veilleuse/contract/frame'

/** Sealed messages as the server gave them, by conversation and sequence number. */
export type Deliveries = {
  /** Keeps it; gives the number to ask on from when something before it has not come. */
  add(message: Delivered): number | undefined
  /** The last number before the first gap; 0 when nothing has come. */
  last(conversation: string): number
  /** What may be shown. The same list until it grows. */
  upToTheGap(conversation: string): readonly Delivered[]
  keepOnly(conversations: ReadonlySet<string>): void
}

export function deliveries(): Deliveries {
  const heard = new Map<string, Heard>()
  return {
    add(message) {
      const held = heard.get(message.conversation) ?? { inOrder: [], ahead: new Map() }
      heard.set(message.conversation, grown(held, message))
      const { inOrder, ahead } = heard.get(message.conversation) ?? held
      return ahead.size > 0 ? inOrder.length : undefined
    },
    last: (conversation) => heard.get(conversation)?.inOrder.length ?? 0,
    upToTheGap: (conversation) => heard.get(conversation)?.inOrder ?? nothing,
    keepOnly(conversations) {
      for (const id of heard.keys()) if (!conversations.has(id)) heard.delete(id)
    },
  }
}

// Numbers start at 1 and have no holes, so that the place in the list is the number less one.
type Heard = {
  readonly inOrder: readonly Delivered[]
  readonly ahead: ReadonlyMap<number, Delivered>
}

const nothing: readonly Delivered[] = []

function grown({ inOrder, ahead }: Heard, message: Delivered): Heard {
  if (message.seq <= inOrder.length) return { inOrder, ahead }
  const waiting = new Map(ahead).set(message.seq, message)
  const list = [...inOrder]
  for (let next = waiting.get(list.length + 1); next; next = waiting.get(list.length + 1)) {
    waiting.delete(next.seq)
    list.push(next)
  }
  return { inOrder: list, ahead: waiting }
}
