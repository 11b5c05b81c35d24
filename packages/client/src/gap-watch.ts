import { seqs } from './seqs.ts'

/** Watches that nothing the server has numbered stays away, and asks for it again. */
export type GapWatch = {
  /** This one has come. */
  came(seq: number): void
  /** The server has told of numbers up to this one. */
  told(seq: number): void
  /** All up to this one have come. */
  upTo(): number
  /** Nothing that was told of is missing. */
  whole(): boolean
}

type Wishes = {
  /** Whether the chains say that something is missing, whatever the numbers say. */
  chainBroken(): boolean
  ask(after: number): void
  missing(on: boolean): void
}

// A pause before asking again: messages that overtake one another usually arrive by themselves.
const askAgainAfterMs = 1200

export function gapWatch({ chainBroken, ask, missing }: Wishes): GapWatch {
  const known = seqs()
  let highest = 0
  let shown = false
  let asking: ReturnType<typeof setTimeout> | undefined

  return {
    came(seq) {
      known.add(seq)
      look(seq)
    },
    told: look,
    upTo: known.upTo,
    whole: () => !gapped(),
  }

  function look(seq: number) {
    highest = Math.max(highest, seq)
    if (gapped()) asking ??= setTimeout(askAgain, askAgainAfterMs)
    else {
      clearTimeout(asking)
      asking = undefined
      show(false)
    }
  }

  function askAgain() {
    asking = undefined
    if (!gapped()) return
    show(true)
    ask(known.upTo())
  }

  function show(on: boolean) {
    if (on !== shown) missing(on)
    shown = on
  }

  function gapped() {
    return known.upTo() < highest || chainBroken()
  }
}
