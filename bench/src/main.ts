import { cpus, totalmem } from 'node:os'
import { startPostgres } from '@veilleuse/server/platform/postgres/start-postgres'
import { migrate } from '@veilleuse/server/platform/migrate'
import { benchAppend } from './append.ts'
import { evening } from './evening.ts'
import { benchFlood } from './flood.ts'
import { onGround } from './ground.ts'

/**
 * `npm run bench [-- scenario …]`: what the helpline bears on one machine. Loopback only, bounded in
 * time. Of comparisons only the ratio may be quoted, with the machine.
 */
const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  append,
  talk,
  flood: benchFlood,
}

const [cpu] = cpus()
process.stdout.write(
  `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}\n`,
)
const wanted = process.argv.slice(2)
for (const name of wanted.length > 0 ? wanted : Object.keys(scenarios)) {
  const scenario = scenarios[name]
  if (!scenario) throw new Error(`There are ${Object.keys(scenarios).join(', ')}, and no ${name}.`)
  await scenario()
}

async function append() {
  await onGround(async (folder) => {
    const postgres = await startPostgres({ dataFolder: folder, log: () => undefined })
    try {
      await migrate(postgres.options)
      await benchAppend(postgres.options)
    } finally {
      await postgres.stop()
    }
  })
}

async function talk() {
  const told = await onGround((folder) =>
    evening(folder, {
      shape: { counsellors: 150, each: 3, supervisors: 20, waiting: 2000 },
      seed: 1,
      every: { seconds: 8 },
      talk: { seconds: 30 },
      quiet: { seconds: 10 },
      settle: { seconds: 3 },
    }),
  )
  process.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`)
}
