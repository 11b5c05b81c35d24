/**
 * Sealed messages on their way, in the order they were written. A message leaves the outbox only
 * when the server has said that it is stored; until then it is sent again at every new connection,
 * under the same id, which the server stores once.
 */
export type Outbox = {
  put(id: string, envelope: Uint8Array<ArrayBuffer>): void
  /** The server has it. */
  stored(id: string): void
  /** The server refuses it for good. */
  refused(id: string): void
  /** A live line again: everything not yet stored goes out once more, in order. */
  resend(): void
  waiting(): readonly string[]
}

/** `send` answers false when there is no line; the message then stays for the next `resend`. */
export function outbox(send: (envelope: Uint8Array<ArrayBuffer>) => boolean): Outbox {
  const unstored = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    put(id, envelope) {
      unstored.set(id, envelope)
      send(envelope)
    },
    stored: (id) => void unstored.delete(id),
    refused: (id) => void unstored.delete(id),
    resend() {
      for (const envelope of unstored.values()) send(envelope)
    },
    waiting: () => [...unstored.keys()],
  }
}
