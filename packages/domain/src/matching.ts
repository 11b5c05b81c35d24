/**
 * Pairs each visitor with a seat, the first of them first: nobody gets a seat at the cost of one who
 * comes before, and no seat stays empty that anybody left over could have. Who has a seat may be moved
 * to another one of theirs for that, and keeps theirs otherwise. `wanted` names the seats a visitor may
 * have, the best first. Kuhn 1955, by the order of the visitors.
 */
export function matching<Visitor, Seat>(
  visitors: readonly Visitor[],
  seats: readonly Seat[],
  wanted: (visitor: Visitor) => readonly Seat[],
): readonly (readonly [Visitor, Seat])[] {
  const holders = new Map<Seat, Visitor>()
  for (const visitor of visitors) {
    if (holders.size === seats.length) break
    seat(visitor, new Set())
  }
  const places = new Map([...holders].map(([at, visitor]) => [visitor, at]))
  return visitors.flatMap((visitor) => {
    const at = places.get(visitor)
    return at === undefined ? [] : [[visitor, at] as const]
  })

  function seat(visitor: Visitor, tried: Set<Seat>): boolean {
    const mine = wanted(visitor)
    const empty = mine.find((one) => !holders.has(one))
    if (empty !== undefined) {
      holders.set(empty, visitor)
      return true
    }
    for (const one of mine) {
      const holder = holders.get(one)
      if (tried.has(one) || holder === undefined) continue
      tried.add(one)
      if (!seat(holder, tried)) continue
      holders.set(one, visitor)
      return true
    }
    return false
  }
}
