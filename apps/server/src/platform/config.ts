import { join, resolve } from 'node:path'
import * as v from 'valibot'

/** Everything an operator may set; docs/operate/configure.md tells each. Read once, at start. */
export type Config = {
  readonly host: string
  readonly port: number
  readonly metricsPort: number
  readonly dataFolder: string
  /** Own PostgreSQL; the embedded one when undefined. */
  readonly databaseUrl: string | undefined
  /** What people have in their address bar. Passkeys are bound to its host. */
  readonly publicOrigin: string
  /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
  readonly demo: boolean
  /** Where the built pages lie. */
  readonly visitorPages: string
  readonly deskPages: string
}

/** All faults of a configuration at once, in plain words. */
export class BadConfiguration extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The configuration has faults:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.name = 'BadConfiguration'
    this.faults = faults
  }
}

const root = resolve(import.meta.dirname, '../../../..')

const port = (fault: string) =>
  v.pipe(v.string(), v.regex(/^\d{1,5}$/, fault), v.transform(Number), v.maxValue(65_535, fault))

const Environment = v.object({
  HOST: v.optional(v.string(), '127.0.0.1'),
  PORT: v.optional(port('PORT must be a number from 0 to 65535.'), '8080'),
  METRICS_PORT: v.optional(port('METRICS_PORT must be a number from 0 to 65535.')),
  VEILLEUSE_DATA: v.optional(v.string(), join(root, 'var')),
  DATABASE_URL: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^postgres(ql)?:\/\//,
        'DATABASE_URL must begin with postgres:// or postgresql://, or be left out.',
      ),
    ),
  ),
  PUBLIC_ORIGIN: v.optional(
    v.pipe(
      v.string(),
      v.check(
        isOrigin,
        'PUBLIC_ORIGIN must be an origin such as https://help.example, without a path.',
      ),
      v.transform((origin) => new URL(origin).origin),
    ),
  ),
  TRUSTED_PROXIES: v.optional(v.string(), ''),
  VEILLEUSE_DEMO: v.optional(
    v.picklist(['0', '1'], 'VEILLEUSE_DEMO must be 1 or 0, or be left out.'),
    '0',
  ),
})

/** Throws `BadConfiguration` naming every fault. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const read = v.safeParse(Environment, environment)
  const faults = read.success ? [] : read.issues.map((issue) => issue.message)
  if (!read.success) throw new BadConfiguration(faults)
  const set = read.output
  const demo = set.VEILLEUSE_DEMO === '1'
  const publicOrigin = set.PUBLIC_ORIGIN ?? `http://localhost:${set.PORT}`
  const { hostname, protocol } = new URL(publicOrigin)
  if (protocol === 'http:' && !isLoopback(hostname))
    faults.push('PUBLIC_ORIGIN must be https:// — browsers seal nothing on an open line.')
  if (demo && !isLoopback(set.HOST))
    faults.push('The demo listens on this machine alone: leave HOST out, or leave the demo.')
  if (faults.length > 0) throw new BadConfiguration(faults)
  return Object.freeze({
    host: set.HOST,
    port: set.PORT,
    metricsPort: set.METRICS_PORT ?? (set.PORT === 0 ? 0 : (set.PORT + 10_000) % 65_536),
    dataFolder: resolve(set.VEILLEUSE_DATA),
    databaseUrl: set.DATABASE_URL,
    publicOrigin,
    trustedProxies: set.TRUSTED_PROXIES.split(',')
      .map((one) => one.trim())
      .filter(Boolean),
    demo,
    visitorPages: join(root, 'apps/visitor/dist'),
    deskPages: join(root, 'apps/console/dist'),
  })
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.[\d.]+$/.test(host)
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, '')
}
