/** The names in a source file: no comments, no text for people. */
export function identifiersIn(source: string): ReadonlySet<string> {
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/(^|\s)\/\/.*$/gm, ' ')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, nameOrNothing)
    .replace(/"(?:[^"\\\n]|\\.)*"/g, ' ')
    .replace(/`(?:[^`\\]|\\.)*`/g, ' ')
  return new Set(code.match(/[A-Za-z_$][\w$]*/g))
}

/** The tables that SQL makes. */
export function tablesIn(sql: string): ReadonlySet<string> {
  const made = sql.matchAll(/create\s+(?:unlogged\s+)?table\s+(?:if not exists\s+)?"?(\w+)"?/gi)
  return new Set([...made].map(([, name]) => name ?? ''))
}

/** `openChatRoom`, `open_chat_room` and `OpenChatRoom` are all open, chat and room. */
export function wordsOf(identifier: string): readonly string[] {
  return identifier
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_$.]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase())
}

// Codes and kinds are names too, though they are written as text: 'not_found', 'conversation.closed'.
function nameOrNothing(text: string): string {
  return /^'[a-z][a-z_.]*'$/.test(text) ? ` ${text.slice(1, -1).replaceAll('.', '_')} ` : ' '
}
