import { nameOf, type Packages, placeOf, type Wishes } from '../../lib/lockfile.mjs'

/** The packages of others that any package.json asks for by name. */
export function namedIn({ manifests, lock }: Packages): ReadonlySet<string> {
  const named = Object.entries(manifests).flatMap(([folder, manifest]) =>
    Object.keys({ ...wishesOf(manifest), ...manifest.devDependencies }).flatMap((name) => {
      const place = placeOf(lock, folder, name)
      const entry = place === undefined ? undefined : lock[place]
      if (entry?.link) return []
      return [place === undefined || entry === undefined ? name : nameOf(place, entry)]
    }),
  )
  return new Set(named.toSorted())
}

/** For each place in node_modules the names of the packages and workspaces that ask for it. */
export function whoBrings({ lock }: Packages): ReadonlyMap<string, ReadonlySet<string>> {
  const askers = new Map<string, Set<string>>()
  for (const [from, entry] of Object.entries(lock)) {
    for (const name of Object.keys(wishesOf(entry))) {
      const place = placeOf(lock, from, name)
      if (place === undefined) continue
      const known = askers.get(place) ?? new Set()
      askers.set(place, known.add(from === '' ? 'veilleuse' : nameOf(from, entry)))
    }
  }
  return askers
}

/** What a helpline runs: each place in node_modules, with the apps it is part of. */
export function inProduction(packages: Packages): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const apps = Object.keys(packages.manifests).filter((folder) => folder.startsWith('apps/'))
  for (const app of ['', ...apps].toSorted()) {
    for (const place of reachedFrom(app, packages.lock)) {
      found.set(place, [
        ...(found.get(place) ?? []),
        app === '' ? 'start' : app.slice('apps/'.length),
      ])
    }
  }
  return found
}

/** All places that this workspace needs to run; with its tools, to be built. */
export function reachedFrom(
  folder: string,
  lock: Packages['lock'],
  tools = false,
): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [folder]
  for (const from of open) {
    for (const name of Object.keys(wishesOf(lock[from] ?? {}, tools && from === folder))) {
      const place = placeOf(lock, from, name)
      if (place === undefined || reached.has(place)) continue
      reached.add(place)
      // A workspace asks from where it lies, not from where the link to it lies.
      const entry = lock[place]
      open.push(entry?.link ? (entry.resolved ?? place) : place)
    }
  }
  return new Set([...reached].filter((place) => !lock[place]?.link))
}

/** Peers count unless they are optional: npm installs them. */
function wishesOf(wishes: Wishes, tools = false): Readonly<Record<string, string>> {
  const peers = Object.entries(wishes.peerDependencies ?? {}).filter(
    ([name]) => wishes.peerDependenciesMeta?.[name]?.optional !== true,
  )
  return {
    ...wishes.dependencies,
    ...wishes.optionalDependencies,
    ...(tools && wishes.devDependencies),
    ...Object.fromEntries(peers),
  }
}
