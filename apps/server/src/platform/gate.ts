import type { Line } from './socket.ts'

/** A line on which nothing is said before the welcome. */
export type Gate = {
  readonly line: Line
  /** Says the welcome, and then what others wanted to say before it. */
  open(welcome: object): void
}

/** `within` tells of a frame that the welcome holds what it says, and newer. */
export function gateOf(line: Line, within: (frame: object) => boolean = () => false): Gate {
  let early: (object | Buffer)[] | undefined = []
  return {
    line: {
      ...line,
      say(frame) {
        if (!early) line.say(frame)
        else if (!within(frame)) early.push(frame)
      },
      text(written) {
        if (early) early.push(written)
        else line.text(written)
      },
    },
    open(welcome) {
      line.say(welcome)
      for (const frame of early ?? [])
        if (Buffer.isBuffer(frame)) line.text(frame)
        else line.say(frame)
      early = undefined
    },
  }
}
