import { readFileSync } from 'node:fs'
import path from 'node:path'
import { hashesIn } from '../lib/hashes.mjs'

/**
 * The built files that a server sends as they are: their addresses, with the SHA-256 of each. The
 * visitor's page is not among them, since it says what is true at the moment; see pageCode().
 */
export function servedFiles(root: string): ReadonlyMap<string, string> {
  const visitor = [...hashesIn(path.join(root, 'apps/visitor/dist'))]
  const desk = [...hashesIn(path.join(root, 'apps/console/dist'))]
  return new Map([
    ...visitor.filter(([file]) => /^(assets|keysmith)\//.test(file)).map(at('/')),
    ...desk.map(at('/desk/')),
  ])
}

/** What the visitor's page runs and loads, as the build leaves it in its sample. */
export function builtPageCode(root: string): PageCode {
  return pageCode(readFileSync(path.join(root, 'apps/visitor/dist/sample/landing.html'), 'utf8'))
}

export type PageCode = {
  /** Styles and scripts that stand in the page, in their order. */
  readonly inline: readonly { readonly tag: string; readonly text: string }[]
  /** All that makes a browser load, run or obey something, in its order. */
  readonly parts: readonly string[]
}

/** Everything in a page that is code or leads to code; the words for people are left aside. */
export function pageCode(html: string): PageCode {
  const pieces = [...html.matchAll(/<(script|style)\b[^>]*>([\s\S]*?)<\/\1\s*>/gi)]
  const inline = pieces.map(([, tag = '', text = '']) => ({ tag: tag.toLowerCase(), text }))
  const rest = html.replaceAll(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2\s*>/gi, '$1')
  // The page's first tag names the files that its script loads.
  const [first = ''] = /<html\b[^>]*>/i.exec(rest) ?? []
  const parts = [
    ...(first.match(/data-(?:app|words|fonts)="[^"]*"/g) ?? []),
    ...(rest.match(leadsToCode) ?? []),
  ]
  return { inline, parts: parts.map((part) => part.trim()) }
}

const leadsToCode =
  /<(?:script|style|link|meta|base|iframe|frame|object|embed|portal)\b[^>]*>|\son\w+\s*=|javascript:/gi

function at(prefix: string) {
  return ([file, hash]: readonly [string, string]): readonly [string, string] => [
    // A folder is asked for, not the page in it.
    prefix + file.replace(/(^|\/)index\.html$/, '$1'),
    hash,
  ]
}
