import type { Duplex } from 'node:stream'
import type { Chance } from './chance.ts'
import { frameCutter, isSaid } from './frames.ts'

/** What a bad network does to frames. Milliseconds, and shares from 0 to 1. */
export type Weather = {
  /** How long a frame is held up at most; those behind it wait, too. */
  readonly delay: number
  /** How many come twice, the second time later. */
  readonly doubled: number
  /** How many are overtaken by those behind them. */
  readonly overtaken: number
}

export const calm: Weather = { delay: 0, doubled: 0, overtaken: 0 }

/** How many frames met which fate. */
export type Fates = { held: number; doubled: number; overtaken: number }

/**
 * Carries the frames of one direction through the weather. The first frame, hello or welcome, is
 * held up at most: a socket begins with it, or it is none. So is what belongs to the socket itself.
 */
export function carry(
  from: Duplex,
  into: Duplex,
  { weather, chance, fates }: { weather: () => Weather; chance: Chance; fates: Fates },
): void {
  const cut = frameCutter()
  const inOrder: { readonly frame: Buffer; readonly due: number }[] = []
  let last = 0
  let latest = 0
  let begun = false
  let timer: NodeJS.Timeout | undefined

  from.on('data', (bytes: Buffer) => {
    for (const frame of cut(bytes)) take(frame)
  })
  // What was on its way when this end fell silent still arrives.
  from.on('end', () => afterAll(() => into.end()))
  from.on('close', () => afterAll(() => into.destroy()))
  from.on('error', () => {})

  function take(frame: Buffer) {
    const { delay, doubled, overtaken } = weather()
    const now = performance.now()
    const due = now + chance.next() * delay
    if (due > now) fates.held += 1
    if (!isSaid(frame)) return queue(frame, Math.max(latest, now))
    const first = !begun
    begun = true
    if (!first && chance.happens(doubled)) {
      fates.doubled += 1
      stray(frame, due + chance.next() * delay)
    }
    if (!first && chance.happens(overtaken)) {
      fates.overtaken += 1
      stray(frame, Math.max(last, due) + chance.next() * delay)
    } else queue(frame, due)
  }

  function queue(frame: Buffer, due: number) {
    last = Math.max(last, due)
    latest = Math.max(latest, last)
    inOrder.push({ frame, due: last })
    pump()
  }

  function pump() {
    clearTimeout(timer)
    for (let next = inOrder[0]; next; next = inOrder[0]) {
      const wait = next.due - performance.now()
      if (wait > 0) {
        timer = setTimeout(pump, wait)
        return
      }
      inOrder.shift()
      write(next.frame)
    }
  }

  function stray(frame: Buffer, due: number) {
    latest = Math.max(latest, due)
    setTimeout(() => write(frame), Math.max(0, due - performance.now()))
  }

  function afterAll(then: () => void) {
    setTimeout(then, Math.max(0, latest - performance.now()))
  }

  function write(frame: Buffer) {
    if (into.writable) into.write(frame)
  }
}
