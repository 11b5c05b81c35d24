/** What the page says of itself; set by the server, read once. */
export type Place = {
  readonly line: string
  /** Name of the installation; the root statement must say the same. */
  readonly instance: string
  /** SHA-256 of the root statement, base64url: pinned here, believed nowhere else. */
  readonly root: string | undefined
  readonly rulesVersion: number
}

export function placeOf(page: DOMStringMap): Place {
  return {
    line: page['line'] ?? '',
    instance: page['instance'] ?? '',
    root: page['root'],
    rulesVersion: Number(page['rules']),
  }
}
