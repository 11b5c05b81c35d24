import { nameOf, type Packages } from '../../lib/lockfile.mjs'
import { type Exceptions, unexcused } from '../exceptions.ts'
import type { Fault } from '../faults.ts'
import { namedIn, whoBrings } from './who-brings.ts'

const list = 'tools/check/packages/known-packages.ts'
const look =
  'look at its licence, its upkeep (who, how often, how many), its size and how long this version has been out'

/**
 * Packages that nobody has looked at. `chosen` are those that a package.json names, with what they
 * are for; `brought` are what those bring along, where `@scope/name-*` means the whole family.
 */
export function strangers(
  packages: Packages,
  chosen: Exceptions,
  brought: readonly string[],
): readonly Fault[] {
  const { lock } = packages
  const named = namedIn(packages)
  const bringers = whoBrings(packages)
  const chosenOnes = [...named].map((name) => ({
    key: name,
    fault: `${name} is new: ${look}, and add it with what it is for to ${list}`,
  }))
  const others = Object.entries(lock)
    .filter(([place, { link }]) => place.includes('node_modules/') && !link)
    .map(([place, entry]) => ({ place, name: nameOf(place, entry) }))
    .filter(({ name }) => !named.has(name))
    .map(({ place, name }) => ({
      key: familyOf(name, brought),
      fault: `${name}, brought by ${[...(bringers.get(place) ?? ['nobody'])].join(', ')}, is new: ${look}, and add it to ${list}`,
    }))
  return [
    ...unexcused(chosenOnes, chosen),
    ...unexcused(others, Object.fromEntries(brought.map((name) => [name, 'brought along']))),
  ]
}

/** A scope has one owner, so that a family within it has one, too. */
function familyOf(name: string, brought: readonly string[]): string {
  const families = brought.filter((one) => /^@[^/]+\/.*\*$/.test(one))
  return families.find((family) => name.startsWith(family.slice(0, -1))) ?? name
}
