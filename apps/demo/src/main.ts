import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'
import { Unreachable } from '@veilleuse/client/call'
import { notebookIn } from './notebook.ts'
import { startServer } from './server.ts'
import { readSettings } from './settings.ts'
import { Obstacle, rotateIfDue, setUp } from './set-up.ts'
import { tell, tellOfEnd } from './tell.ts'

/**
 * The demo: a server as any other, and beside it a program that plays its people. It enrols them
 * through the doors that browsers use, so that here, too, the server never holds a key.
 */
const settings = readSettings()
const server = startServer(settings)
let wanted = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    wanted = true
    server.stop(signal === 'SIGHUP' ? 'SIGTERM' : signal)
  })
}

// Long before two days are over, and often enough for a demo left running beyond its keys.
const keysLookedAt = { hours: 6 }

if (await server.ready) {
  try {
    const notebook = notebookIn(settings.dataFolder)
    const notes = await patiently(() => setUp(settings, notebook))
    process.stdout.write(tell(notes, settings.dataFolder))
    setInterval(() => void lookAtKeys(), keysLookedAt.hours * 3_600_000).unref()
    void server.ended.then((code) => {
      if (!wanted) process.stderr.write(tellOfEnd(code, settings.dataFolder))
    })

    async function lookAtKeys() {
      // Tried again at the next look; a server that is going down answers nobody.
      await rotateIfDue(settings, notes).catch(() => undefined)
    }
  } catch (error) {
    const said = error instanceof Obstacle ? error.message : inspect(error)
    process.stderr.write(`${said}\n`)
    server.stop('SIGTERM')
    await server.ended
    process.exit(1)
  }
}
process.exitCode = await server.ended

/** Each step of the set-up looks whether it is done, so a lost answer costs nothing but the way. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 5; ; left -= 1) {
    try {
      return await work()
    } catch (error) {
      const over = await Promise.race([pause(1000), server.ended])
      if (!(error instanceof Unreachable) || left === 0 || over !== undefined) throw error
    }
  }
}
