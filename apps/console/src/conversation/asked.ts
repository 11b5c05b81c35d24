/** What a key pressed anywhere asks of the conversation that is in front. */
export type Asked = 'write' | 'notes' | 'risk' | 'end'

const listeners = new Map<number, (what: Asked) => void>()

/** Asks something of the conversation at a place, wherever the key was pressed. */
export function askConversation(place: number, what: Asked): void {
  listeners.get(place)?.(what)
}

/** Listens for one place; gives the way to stop. */
export function onAsked(place: number, listener: (what: Asked) => void): () => void {
  listeners.set(place, listener)
  return () => {
    if (listeners.get(place) === listener) listeners.delete(place)
  }
}
