/** A word that is not ours, and the word that is. */
export type Unword = { readonly not: string; readonly but: string }

/**
 * The words in the "not" column of the glossary's tables. Each stands in backticks there; what stands
 * outside them is a remark.
 */
export function unwordsIn(glossary: string): readonly Unword[] {
  return glossary.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim())
    // | word | means | not |
    if (cells.length !== 5) return []
    const but = quoted(cells[1] ?? '')[0]
    if (but === undefined) return []
    return quoted(cells[3] ?? '').map((not) => ({ not: not.toLowerCase(), but }))
  })
}

function quoted(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? '')
}
