/** Which of the server's sequence numbers have come. They start at 1 and leave none out. */
export type Seqs = {
  add(seq: number): void
  /** All up to this one have come. */
  upTo(): number
}

export function seqs(): Seqs {
  const ahead = new Set<number>()
  let upTo = 0
  return {
    add(seq) {
      if (seq > upTo) ahead.add(seq)
      while (ahead.delete(upTo + 1)) upTo++
    },
    upTo: () => upTo,
  }
}
