/**
 * Sealed messages on their way, in the order they were written. A message leaves the outbox only
 * when the server has said that it is stored; until then it is sent again at every new connection,
 * under the same id, which the server stores once. Of one conversation one message is under way at a
 * time: so that none can overtake another, whatever is lost, refused or sent twice.
 */
export type Outbox = {
  /** `conversation` when there are several: they do not wait for each other. */
  put(id: string, envelope: Uint8Array<ArrayBuffer>, conversation?: string): void
  /** The server has it. */
  stored(id: string): void
  /** The server refuses it for good. */
  refused(id: string): void
  /** The server refuses for now, and says how long to wait before trying again. */
  later(seconds: number): void
  /** A live line again: what is due goes out once more. */
  resend(): void
  /** Ids of what is not stored yet, oldest first. */
  waiting(): readonly string[]
}

/** `send` answers false when there is no line; the message then stays for the next `resend`. */
export function outbox(send: (envelope: Uint8Array<ArrayBuffer>) => boolean): Outbox {
  const unstored = new Map<string, Written>()
  let pause: ReturnType<typeof setTimeout> | undefined
  return {
    put(id, envelope, conversation = '') {
      const alone = !first(conversation)
      unstored.set(id, { envelope, conversation })
      if (alone) send(envelope)
    },
    stored: leave,
    refused: leave,
    later(seconds) {
      pause ??= setTimeout(resend, seconds * 1000)
    },
    resend,
    waiting: () => [...unstored.keys()],
  }

  function resend() {
    clearTimeout(pause)
    pause = undefined
    const conversations = new Set([...unstored.values()].map((one) => one.conversation))
    for (const conversation of conversations) sendFirst(conversation)
  }

  function leave(id: string) {
    const written = unstored.get(id)
    if (!written) return
    const due = first(written.conversation) === written
    unstored.delete(id)
    if (due) sendFirst(written.conversation)
  }

  function sendFirst(conversation: string) {
    const next = first(conversation)
    if (next) send(next.envelope)
  }

  function first(conversation: string): Written | undefined {
    return [...unstored.values()].find((one) => one.conversation === conversation)
  }
}

type Written = { readonly envelope: Uint8Array<ArrayBuffer>; readonly conversation: string }
