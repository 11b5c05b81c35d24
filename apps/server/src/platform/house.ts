import type { Clock } from '@veilleuse/domain/clock'
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import type { Db } from './database.ts'
import type { Limits } from './limits.ts'
import type { Log } from './log.ts'
import type { Secrets } from './secrets.ts'
import type { Doors } from './session.ts'

/** What every slice is given when it registers its routes. */
export type House = {
  readonly app: FastifyInstance
  readonly db: Db
  readonly clock: Clock
  readonly config: Config
  readonly limits: Limits
  readonly log: Log
  readonly secrets: Secrets
  readonly doors: Doors
}
