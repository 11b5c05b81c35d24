import type { PhraseKeys } from '@veilleuse/sealing/phrase-keys'
import type { Answer, Ask } from '../keysmith/asking.ts'

/**
 * The keys of eight words, stretched in the hidden page: seconds of work, on purpose. Undefined
 * where this browser cannot do it. The page is there for this alone, and gone afterwards.
 */
export async function forge(ask: Ask): Promise<PhraseKeys | undefined> {
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.tabIndex = -1
  frame.title = ''
  frame.src = '/keysmith/'
  document.body.append(frame)
  const { port1: ours, port2: theirs } = new MessageChannel()
  try {
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
    frame.contentWindow?.postMessage(undefined, location.origin, [theirs])
    const answer = await new Promise<Answer>((resolve) => {
      ours.addEventListener('message', ({ data }: MessageEvent<Answer>) => resolve(data))
      ours.start()
      ours.postMessage(ask)
    })
    if ('refused' in answer) return undefined
    return { lookup: new Uint8Array(answer.lookup), wrap: new Uint8Array(answer.wrap) }
  } finally {
    ours.close()
    frame.remove()
  }
}
