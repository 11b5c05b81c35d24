import { ringing } from './ring.ts'

/** The desk's voice: no file, no download; two oscillators and an envelope. */
export type Sound = {
  /** Browsers let a page sound only after a gesture; to be called in one. */
  wake(): void
  ring(volume: () => number): { stop(): void }
  /** One soft note: words have come while nobody looked. */
  chime(volume: number): void
}

const lookAheadMs = 1000

export function sound(): Sound {
  let context: AudioContext | undefined
  const ready = () => {
    context ??= new AudioContext()
    if (context.state === 'suspended') void context.resume().catch(() => {})
    return context
  }
  return {
    wake: () => void ready(),
    ring(volume) {
      const audio = ready()
      const beganAt = audio.currentTime * 1000
      let until = beganAt
      const plan = () => {
        // A context that could not start yet stands still; nothing piles up meanwhile.
        const from = Math.max(until, audio.currentTime * 1000)
        until = audio.currentTime * 1000 + lookAheadMs
        for (const note of ringing(beganAt, { from, until }, volume())) sing(audio, note)
      }
      plan()
      const timer = setInterval(plan, lookAheadMs / 2)
      return { stop: () => clearInterval(timer) }
    },
    chime(volume) {
      if (volume <= 0) return
      const audio = ready()
      const atMs = audio.currentTime * 1000
      sing(audio, { atMs, hertz: 659.25, gain: 0.15 * volume, lengthMs: 500 })
    },
  }
}

function sing(
  audio: AudioContext,
  { atMs, hertz, gain, lengthMs }: { atMs: number; hertz: number; gain: number; lengthMs: number },
) {
  const at = atMs / 1000
  const loudness = audio.createGain()
  loudness.gain.setValueAtTime(0, at)
  loudness.gain.linearRampToValueAtTime(gain, at + 0.02)
  loudness.gain.exponentialRampToValueAtTime(0.001, at + lengthMs / 1000)
  loudness.connect(audio.destination)
  for (const [multiple, share] of [
    [1, 1],
    [2, 0.25],
  ] as const) {
    const tone = audio.createOscillator()
    const part = audio.createGain()
    tone.type = 'sine'
    tone.frequency.value = hertz * multiple
    part.gain.value = share
    tone.connect(part).connect(loudness)
    tone.start(at)
    tone.stop(at + lengthMs / 1000)
  }
}
