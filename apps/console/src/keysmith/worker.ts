import { stretch } from '@veilleuse/sealing/stretch'

/** Stretches one secret after the other: two at once would need twice the 64 MiB. */
let work = Promise.resolve()

addEventListener('message', ({ ports }) => {
  const [port] = ports
  if (!port) return
  port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isWish(data)) work = work.then(() => answer(port, data))
  })
  port.start()
})

type Wish = { readonly wish: number; readonly secret: Uint8Array; readonly salt: Uint8Array }

async function answer(port: MessagePort, { wish, secret, salt }: Wish) {
  try {
    port.postMessage({ wish, stretched: await stretch(secret, salt) })
  } catch {
    port.postMessage({ wish })
  }
}

function isWish(data: unknown): data is Wish {
  return (
    typeof data === 'object' &&
    data !== null &&
    'wish' in data &&
    'secret' in data &&
    data.secret instanceof Uint8Array &&
    'salt' in data &&
    data.salt instanceof Uint8Array
  )
}
