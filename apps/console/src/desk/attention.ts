/** What must not be missed, however many tabs are open. */
export type Attention = {
  readonly rings: number
  readonly unread: number
}

/** The visitor's messages after the last one that was read. Counts sealed ones too. */
export function unreadIn(
  messages: readonly { readonly seq: number; readonly by: string }[],
  readUpTo: number,
): number {
  return messages.filter(({ seq, by }) => by === 'visitor' && seq > readUpTo).length
}

/** The tab's title: what waits stands first, where a narrow tab still shows it. */
export function titleOf(
  { rings, unread }: Attention,
  text: { readonly name: string; readonly ringing: string },
): string {
  if (rings > 0) return `☎ ${text.ringing} · ${text.name}`
  return unread > 0 ? `(${unread}) ${text.name}` : text.name
}
