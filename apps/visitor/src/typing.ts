/** Tells the other side that somebody writes: at the first key, and again when it stops. */
export type TypingTeller = {
  wrote(words: string): void
  sent(): void
}

// Somebody who thinks for a moment still writes; somebody who put the phone away does not.
const stopsAfter = { seconds: 5 }

export function typingTeller(tell: (on: boolean) => void): TypingTeller {
  let stop: ReturnType<typeof setTimeout> | undefined

  function stopped() {
    if (stop === undefined) return
    clearTimeout(stop)
    stop = undefined
    tell(false)
  }

  return {
    wrote(words) {
      if (words.trim() === '') return stopped()
      if (stop === undefined) tell(true)
      clearTimeout(stop)
      stop = setTimeout(stopped, stopsAfter.seconds * 1000)
    },
    sent: stopped,
  }
}
