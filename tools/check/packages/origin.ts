import { type Entry, nameOf, type Packages } from '../../lib/lockfile.mjs'
import { type Exceptions, unexcused } from '../exceptions.ts'
import type { Fault } from '../faults.ts'

const registry = 'https://registry.npmjs.org/'

/**
 * Packages that come from elsewhere than the npm registry, or whose bytes nobody has written down.
 * An entry without an address is fetched from the registry that npm is set to; the hash decides.
 * `unhashed` names families of tools for other machines whose hashes could not be had.
 */
export function foreignOrigins(packages: Packages, unhashed: Exceptions): readonly Fault[] {
  const { lock, manifests } = packages
  const entries = Object.entries(lock).filter(([place]) => place.includes('node_modules/'))
  const findings = entries.filter(hasNoHash).map(([place, entry]) => ({
    key: familyOf(place, entry, unhashed),
    fault: `package-lock.json, ${place}: has no SHA-512 to be held against: run \`npm install\` against ${registry}`,
  }))
  return [
    ...entries.flatMap(([place, entry]) => {
      const why = whyElsewhere(entry, manifests)
      return why ? [`package-lock.json, ${place}: ${why}`] : []
    }),
    ...unexcused(findings, unhashed),
  ]
}

function whyElsewhere({ link, resolved }: Entry, manifests: Packages['manifests']) {
  if (link)
    return Object.hasOwn(manifests, resolved ?? '')
      ? undefined
      : `leads to ${resolved}, no workspace`
  if (resolved === undefined || resolved.startsWith(registry)) return undefined
  return `comes from ${resolved}: packages come from ${registry}, and the address of a mirror stays out of the lockfile`
}

function hasNoHash([, { link, integrity }]: readonly [string, Entry]): boolean {
  // 64 bytes in base64.
  return !link && !/^sha512-[\w+/]{86}==$/.test(integrity ?? '')
}

/** Only a tool that may be missing can be excused. */
function familyOf(place: string, entry: Entry, unhashed: Exceptions): string {
  if (!entry.dev || !entry.optional || entry.integrity !== undefined) return place
  const name = nameOf(place, entry)
  return Object.keys(unhashed).find((family) => name.startsWith(family.slice(0, -1))) ?? place
}
