import { startPostgres } from './start-postgres.ts'

// A Veilleuse reduced to its database, in a process of its own, for tests that kill it. Tells each
// event as a line of JSON, and stops on Ctrl-C.
const tell = (said: object) => process.stdout.write(`${JSON.stringify(said)}\n`)
const dataFolder = process.argv[2] ?? ''

try {
  const postgres = await startPostgres({ dataFolder, log: tell })
  tell({ type: 'ready', pid: postgres.pid(), connectionString: postgres.connectionString })
  const awake = setInterval(() => undefined, 60_000)
  process.once('SIGINT', () => {
    clearInterval(awake)
    void postgres.stop()
  })
} catch (error) {
  tell({ type: 'refused', why: error instanceof Error ? error.message : String(error) })
}
