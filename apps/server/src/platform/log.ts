import { pino } from 'pino'

/**
 * Everything this program ever writes to its log: named events with listed fields. There is no free
 * text, so that no word, name, address or user agent can slip in.
 */
export type Log = ReturnType<typeof makeLog>

export function makeLog(destination: { write(line: string): void } = process.stdout) {
  const out = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination)
  return {
    started: (of: { port: number; demo: boolean }) => out.info(of, 'started'),
    stopping: (of: { why: string }) => out.info(of, 'stopping'),
    database: (of: { kind: 'embedded' | 'own'; state: string; pid?: number }) =>
      out.info(of, 'database'),
    migrated: (of: { names: readonly string[] }) => out.info(of, 'migrated'),
    outage: (of: { part: string }) => out.warn(of, 'outage'),
    /** A bug: what was thrown, without its message, which might quote what somebody sent. */
    incident: (of: { incident: string; where: string; error: unknown }) =>
      out.error({ incident: of.incident, where: of.where, ...shapeOf(of.error) }, 'incident'),
    tick: (of: { job: string; milliseconds: number }) => out.debug(of, 'tick'),
    rejected: (of: { where: string; problem: string }) => out.debug(of, 'rejected'),
  }
}

function shapeOf(error: unknown) {
  if (!(error instanceof Error)) return { kind: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  // Frames alone: the first line of a stack repeats the message.
  const frames = error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .map((line) => line.trim())
  return { kind: error.name, code, frames }
}
