import type { TestContext } from 'node:test'

/** Sockets played by the test, with the time: the network lies outside our walls. */
export function playedLines(t: TestContext) {
  t.mock.timers.enable({
    apis: ['setTimeout', 'setInterval', 'Date'],
    now: new Date('2030-01-02T20:00:00Z'),
  })
  const all: PlayedLine[] = []
  class Played extends PlayedLine {
    constructor() {
      super()
      all.push(this)
    }
  }
  return {
    all,
    WebSocket: Played as unknown as typeof WebSocket,
    last() {
      const line = all.at(-1)
      if (!line) throw new Error('no line was opened')
      return line
    },
  }
}

export class PlayedLine extends EventTarget {
  static readonly OPEN = 1
  readyState = 0
  binaryType = ''
  /** What the client wrote: frames of text, and bytes. */
  readonly sent: string[] = []
  readonly said: number[][] = []

  opens() {
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
  }

  hears(frame: object | string) {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
    const data = frame instanceof Uint8Array ? frame.slice().buffer : text
    this.dispatchEvent(new MessageEvent('message', { data }))
  }

  told(type: string): unknown[] {
    return this.sent.map((frame) => JSON.parse(frame)).filter((frame) => frame.type === type)
  }

  loses(code = 1006, reason = '') {
    this.readyState = 3
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }))
  }

  send(frame: string | Uint8Array) {
    if (typeof frame === 'string') this.sent.push(frame)
    else this.said.push([...frame])
  }

  close() {
    this.readyState = 3
  }
}
