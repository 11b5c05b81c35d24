import { join, resolve } from 'node:path'

/** Where the demo runs. The server reads the same variables, and checks them. */
export type Settings = {
  readonly port: number
  /** What people have in their address bar. */
  readonly origin: string
  /** Where this program reaches the server: the machine itself, whatever the origin. */
  readonly nearby: string
  readonly metrics: string
  readonly dataFolder: string
  /** As it was given, to be handed on to the server. */
  readonly environment: Record<string, string | undefined>
}

export function readSettings(
  environment: Record<string, string | undefined> = process.env,
): Settings {
  const port = Number(environment['PORT'] ?? 8080)
  const metricsPort = Number(environment['METRICS_PORT'] ?? (port + 10_000) % 65_536)
  return {
    port,
    origin: environment['PUBLIC_ORIGIN'] ?? `http://localhost:${port}`,
    nearby: `http://127.0.0.1:${port}`,
    metrics: `http://127.0.0.1:${metricsPort}/metrics`,
    dataFolder: resolve(environment['VEILLEUSE_DATA'] ?? join(root, 'var')),
    environment,
  }
}

/** The folder of the checkout. */
export const root = resolve(import.meta.dirname, '../../..')
