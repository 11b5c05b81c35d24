import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'

/** Where the parts of the embedded database lie in Veilleuse's data folder. */
export type Layout = {
  readonly home: string
  /** What PostgreSQL calls its data directory. */
  readonly cluster: string
  /** Room for a cluster that is still being made. */
  readonly unfinished: string
  readonly keys: string
  readonly serverLog: string
  /** A copy of the packaged programs, made only where those cannot be reached or completed. */
  readonly binaries: string
  readonly socket: string
}

export function layoutIn(dataFolder: string): Layout {
  const home = path.join(path.resolve(dataFolder), 'postgres')
  return {
    home,
    cluster: path.join(home, 'cluster'),
    unfinished: path.join(home, 'unfinished'),
    keys: path.join(home, 'keys.json'),
    serverLog: path.join(home, 'server.log'),
    binaries: path.join(home, 'binaries'),
    socket: path.join(home, 'socket'),
  }
}

/** Makes the home folder. Others may pass through it (the database's account must), none may list it. */
export function makeHome(layout: Layout) {
  const made = mkdirSync(layout.home, { recursive: true })
  if (made === undefined) return
  // A strict umask would shut the folders just made against the database's account.
  for (let folder = layout.home; folder.length >= made.length; folder = path.dirname(folder)) {
    chmodSync(folder, 0o711)
  }
}
