/** What page and keysmith say to each other over a port. */
export type Ask = {
  readonly entropy: Uint8Array
  /** The installation's salt, from its root statement. */
  readonly salt: Uint8Array
}

export type Answer =
  | { readonly lookup: Uint8Array; readonly wrap: Uint8Array }
  /** WebAssembly is off in this browser: eight words cannot be made slow to guess here. */
  | { readonly refused: true }

/** The smallest module there is: whether this place may run WebAssembly at all. */
export function mayCompile(): boolean {
  try {
    return !!new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
  } catch {
    return false
  }
}
