import type { Bytes } from '@veilleuse/sealing/bytes'
import { copyOf } from '@veilleuse/sealing/bytes'
import { Refusal } from '@veilleuse/sealing/refusal'

/**
 * Stretches passphrases. The work is done by a worker behind a hidden page of this origin, because
 * the desk's own page may neither start workers nor run WebAssembly.
 */
export type Keysmith = {
  stretch(secret: Uint8Array, salt: Uint8Array): Promise<Bytes>
}

/** Starts at the first wish and stays: the second is asked for by somebody in a hurry. */
export function keysmith(page: Document): Keysmith {
  let port: Promise<MessagePort> | undefined
  let wishes = 0
  return {
    async stretch(secret, salt) {
      port ??= hire(page)
      const smith = await port
      const wish = ++wishes
      const answer = new Promise<Bytes>((done, refused) => {
        smith.addEventListener('message', function hear({ data }: MessageEvent<unknown>) {
          if (!isAnswer(data) || data.wish !== wish) return
          smith.removeEventListener('message', hear)
          if (data.stretched) done(copyOf(data.stretched))
          else refused(new Refusal('malformed'))
        })
      })
      smith.postMessage({ wish, secret, salt })
      return answer
    },
  }
}

async function hire(page: Document): Promise<MessagePort> {
  const frame = page.createElement('iframe')
  frame.src = '/desk/keysmith/'
  frame.hidden = true
  frame.title = 'keysmith'
  const loaded = new Promise((done, failed) => {
    frame.addEventListener('load', done, { once: true })
    frame.addEventListener('error', failed, { once: true })
  })
  page.body.append(frame)
  await loaded
  const { port1, port2 } = new MessageChannel()
  frame.contentWindow?.postMessage('hire', location.origin, [port2])
  port1.start()
  return port1
}

type Answer = { readonly wish: number; readonly stretched?: Uint8Array }

function isAnswer(data: unknown): data is Answer {
  return typeof data === 'object' && data !== null && 'wish' in data
}
