import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@veilleuse/server/platform/postgres/start-postgres'
import { migrate } from '@veilleuse/server/platform/migrate'
import { benchAppend } from './append.ts'

/**
 * `npm run bench`: how the durable append compares with storing each message in a transaction of
 * its own, on one machine, in one run, in turns. Only the ratio may be quoted, with the machine.
 */
const [cpu] = cpus()
process.stdout.write(
  `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}\n`,
)
const folder = mkdtempSync(join(tmpdir(), 'veilleuse-bench-'))
const postgres = await startPostgres({ dataFolder: folder, log: () => undefined })
try {
  await migrate(postgres.options)
  await benchAppend(postgres.options)
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true })
}
