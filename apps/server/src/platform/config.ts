import { isIP } from 'node:net'
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

const Environment = v.pipe(
  v.object({
    HOST: v.optional(
      v.pipe(
        v.string(),
        v.check(
          (host) => isIP(host) !== 0 || /^[a-z][a-z0-9.-]*$/i.test(host),
          'HOST must be an address such as 127.0.0.1 or 0.0.0.0, or a name of this machine.',
        ),
      ),
      '127.0.0.1',
    ),
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
        v.check(
          (origin) => !isOrigin(origin) || isPrivateLine(new URL(origin)),
          'PUBLIC_ORIGIN must be https:// — browsers seal nothing on an open line.',
        ),
        v.transform((origin) => new URL(origin).origin),
      ),
    ),
    TRUSTED_PROXIES: v.optional(
      v.pipe(
        v.string(),
        v.transform((list) => list.split(',').map((one) => one.trim())),
        v.check(
          (list) => list.every(isAddress),
          'TRUSTED_PROXIES must be addresses such as 10.0.0.1 or 10.0.0.0/8, with commas between.',
        ),
      ),
    ),
    VEILLEUSE_DEMO: v.optional(
      v.picklist(['0', '1'], 'VEILLEUSE_DEMO must be 1 or 0, or be left out.'),
      '0',
    ),
  }),
  // Told along with whatever else is wrong.
  v.partialCheck(
    [['HOST'], ['VEILLEUSE_DEMO']],
    (set) => set.VEILLEUSE_DEMO === '0' || isLoopback(set.HOST),
    'The demo listens on this machine alone: leave HOST out, or leave the demo.',
  ),
)

/** Throws `BadConfiguration` naming every fault. What is set to nothing is not set. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.entries(environment).filter(([, value]) => value?.trim())
  const read = v.safeParse(Environment, Object.fromEntries(given))
  if (!read.success) throw new BadConfiguration(read.issues.map((issue) => issue.message))
  const set = read.output
  return Object.freeze({
    host: set.HOST,
    port: set.PORT,
    metricsPort: set.METRICS_PORT ?? (set.PORT === 0 ? 0 : (set.PORT + 10_000) % 65_536),
    dataFolder: resolve(set.VEILLEUSE_DATA),
    databaseUrl: set.DATABASE_URL,
    publicOrigin: set.PUBLIC_ORIGIN ?? `http://localhost:${set.PORT}`,
    trustedProxies: set.TRUSTED_PROXIES ?? [],
    demo: set.VEILLEUSE_DEMO === '1',
    visitorPages: join(root, 'apps/visitor/dist'),
    deskPages: join(root, 'apps/console/dist'),
  })
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.[\d.]+$/.test(host)
}

export function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && isLoopback(new URL(origin).hostname)
}

function isOrigin(text: string): boolean {
  if (!/^https?:/.test(text) || !URL.canParse(text)) return false
  return new URL(text).origin === text.replace(/\/$/, '')
}

function isPrivateLine({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopback(hostname)
}

/** An address, or a network as address and length. */
function isAddress(text: string): boolean {
  const [address = '', length, more] = text.split('/')
  const longest = isIP(address) === 4 ? 32 : 128
  const network = length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= longest)
  return isIP(address) !== 0 && network && more === undefined
}
