import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Fault } from './faults.ts'

/** The links and pictures of a page that lead nowhere. Links to other sites are not followed. */
export function brokenLinks(page: string, text: string, root: string): readonly Fault[] {
  return linksIn(text)
    .filter((link) => !/^[a-z][a-z+.-]*:/i.test(link))
    .flatMap((link) => {
      const why = whyBroken(link, path.join(root, page), root)
      return why ? [`${page}: ${link} ${why}`] : []
    })
}

function whyBroken(link: string, page: string, root: string): string | undefined {
  const [place = '', anchor] = decodeURI(link).split('#')
  const base = place.startsWith('/') ? root : path.dirname(page)
  const target = place === '' ? page : path.join(base, place)
  if (!existsSync(target)) return 'does not exist'
  if (path.relative(root, target).startsWith('..')) return 'leaves the repository'
  if (!anchor || !target.endsWith('.md') || !statSync(target).isFile()) return undefined
  return anchorsOf(readFileSync(target, 'utf8')).has(anchor) ? undefined : 'has no such heading'
}

function linksIn(text: string): readonly string[] {
  const prose = withoutCode(text)
  const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)]
  const named = [...prose.matchAll(/^\s*\[[^\]]+\]:\s*(\S+)/gm)]
  const markup = [...prose.matchAll(/<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"]+)"/g)]
  return [...inline, ...named, ...markup].map(([, link]) => link ?? '')
}

/** As the usual forges make them: small letters, spaces to dashes, the rest gone, doubles numbered. */
function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const anchors = new Set<string>()
  for (const [, heading = ''] of withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)) {
    const plain = heading.trim().replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
    const before = seen.get(slug) ?? 0
    seen.set(slug, before + 1)
    anchors.add(before === 0 ? slug : `${slug}-${before}`)
  }
  for (const [, id = ''] of text.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(id)
  return anchors
}

function withoutCode(text: string): string {
  return text
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()<>]/g, ''))
}
