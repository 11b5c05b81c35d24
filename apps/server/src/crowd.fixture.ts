import { setTimeout as pause } from 'node:timers/promises'
import { visitorHello } from '@veilleuse/testkit/bare-socket'
import * as v from 'valibot'
import { WebSocket } from 'ws'

/**
 * Pages without a page, in a process of their own, so that what the server keeps for them can be
 * told from what they cost themselves. Told by messages: who they are, and when to lose the line.
 */
const Told = v.variant('what', [
  v.object({ what: v.literal('come'), address: v.string(), tokens: v.array(v.string()) }),
  v.object({ what: v.literal('lose the line') }),
  v.object({ what: v.literal('go') }),
])

let address = ''
let tokens: readonly string[] = []
let sockets: WebSocket[] = []

process.on('message', (message) => {
  const told = v.parse(Told, message)
  if (told.what === 'come') ({ address, tokens } = told)
  for (const socket of sockets) socket.terminate()
  if (told.what === 'go') process.disconnect()
  else void everybody()
})

/** All at once, without any of the waits that real pages keep; says how many tries it took. */
async function everybody(): Promise<void> {
  sockets = []
  const tries = await Promise.all(tokens.map((token, at) => live(token, at)))
  process.send?.(tries.reduce((sum, one) => sum + one, 0))
}

async function live(token: string, at: number): Promise<number> {
  for (let tried = 1; ; tried++) {
    const socket = new WebSocket(address, { perMessageDeflate: false })
    sockets[at] = socket
    const welcomed = await new Promise<boolean>((told) => {
      socket.on('open', () => socket.send(JSON.stringify(visitorHello(token))))
      socket.on('message', (data: Buffer) => {
        if (data.includes('"live"')) told(true)
      })
      socket.on('error', () => {})
      socket.on('close', () => told(false))
    })
    if (welcomed) return tried
    await pause(100)
  }
}
