import { deepEqual } from 'node:assert/strict'
import { after } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'

/** How long sockets may take to close after the last test. */
const patience = { milliseconds: 2000 }

/**
 * Call once at the head of a test file: the file fails when its tests leave a socket, a timer or a
 * listener behind that keeps the process awake.
 */
export function leaks(): void {
  const before = awake()
  after(async () => {
    const until = performance.now() + patience.milliseconds
    while (left(before).length > 0 && performance.now() < until) {
      // Unseen by `awake`, because it is not running while we look.
      await pause(20)
    }
    deepEqual(left(before), [], 'The tests left these open')
  })
}

/** What is open now beyond what was open before, by kind. */
function left(before: readonly string[]): readonly string[] {
  const rest = [...before]
  return awake().filter((kind) => {
    const known = rest.indexOf(kind)
    if (known >= 0) rest.splice(known, 1)
    return known < 0
  })
}

function awake(): readonly string[] {
  // Files being read come and go with the loading of modules.
  return process.getActiveResourcesInfo().filter((kind) => !/^FS|CloseReq$/.test(kind))
}
