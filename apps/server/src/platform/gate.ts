import type { Line } from './socket.ts'

/** A line on which nothing is said before the welcome. */
export type Gate = {
  readonly line: Line
  /** Says the welcome, and then what others wanted to say before it. */
  open(welcome: object): void
}

/** `within` tells of a frame that the welcome holds what it says, and newer. */
export function gateOf(line: Line, within: (frame: object) => boolean = () => false): Gate {
  let early: object[] | undefined = []
  return {
    line: {
      ...line,
      say(frame) {
        if (!early) line.say(frame)
        else if (!within(frame)) early.push(frame)
      },
    },
    open(welcome) {
      line.say(welcome)
      for (const frame of early ?? []) line.say(frame)
      early = undefined
    },
  }
}
