/** What is still to happen, the soonest first; of what happens at once, what was put down first. */
export type Agenda<Event> = {
  add(at: number, event: Event): void
  next(): { readonly at: number; readonly event: Event } | undefined
}

type Entry<Event> = { readonly at: number; readonly number: number; readonly event: Event }

/** A binary heap. */
export function makeAgenda<Event>(): Agenda<Event> {
  const heap: Entry<Event>[] = []
  let number = 0
  return {
    add(at, event) {
      heap.push({ at, number: number++, event })
      rise(heap.length - 1)
    },
    next() {
      const first = heap[0]
      const last = heap.pop()
      if (first && last && first !== last) {
        heap[0] = last
        sink(0)
      }
      return first
    },
  }

  function rise(from: number) {
    let index = from
    while (index > 0) {
      const above = (index - 1) >> 1
      if (!isBefore(index, above)) return
      swap(index, above)
      index = above
    }
  }

  function sink(from: number) {
    let index = from
    for (;;) {
      let first = index
      for (const below of [2 * index + 1, 2 * index + 2])
        if (below < heap.length && isBefore(below, first)) first = below
      if (first === index) return
      swap(index, first)
      index = first
    }
  }

  function isBefore(a: number, b: number): boolean {
    const [one, other] = [heap[a], heap[b]]
    if (!one || !other) return false
    return one.at < other.at || (one.at === other.at && one.number < other.number)
  }

  function swap(a: number, b: number) {
    const [one, other] = [heap[a], heap[b]]
    if (!one || !other) return
    heap[a] = other
    heap[b] = one
  }
}
