import { keysOfPhrase } from '@veilleuse/sealing/stretch'
import { mayCompile } from './asking.ts'
import type { Answer, Ask } from './asking.ts'

/**
 * Makes phrases slow to guess. Runs in a worker; where a worker may not compile, the same file runs
 * in the hidden page itself. Either way it is handed a port, and answers what is asked there.
 */
const inWorker = typeof document === 'undefined'

addEventListener('message', ({ ports, source }: MessageEvent<unknown>) => {
  const [port] = ports
  if (port && (inWorker || source === window)) serve(port)
})
if (inWorker) postMessage(mayCompile())

function serve(port: MessagePort) {
  port.addEventListener('message', ({ data }: MessageEvent<Ask>) => {
    void answer(data).then((answered) => port.postMessage(answered))
  })
  port.start()
}

async function answer({ entropy, salt }: Ask): Promise<Answer> {
  try {
    if (!mayCompile()) return { refused: true }
    return await keysOfPhrase(entropy, salt)
  } catch {
    // Out of memory on a small device is the usual reason; the longer phrase needs none.
    return { refused: true }
  }
}
