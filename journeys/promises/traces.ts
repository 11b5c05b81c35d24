import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { constants, inflateRawSync } from 'node:zlib'

/** A text in the shapes in which it might lie about. */
export type Needle = { readonly shape: string; readonly bytes: Buffer }

/**
 * Every shape of a text: as it is, UTF-16, hex, base64 at each of its three alignments. `called` is
 * what it is named when it is found.
 */
export function needles(text: string, called = 'it'): readonly Needle[] {
  const plain = Buffer.from(text)
  const wide = Buffer.from(text, 'utf16le')
  const shapes: (readonly [string, Buffer])[] = [
    ['as it is', plain],
    ['as JSON', Buffer.from(JSON.stringify(text).slice(1, -1))],
    ['escaped', Buffer.from(escaped(text))],
    ['percent', Buffer.from(encodeURIComponent(text))],
    ['UTF-16', wide],
    // The same text the other way round begins one byte earlier and ends one byte earlier.
    ['UTF-16, big-endian', Buffer.from(wide).swap16()],
    ['hex', Buffer.from(plain.toString('hex'))],
    ['hex, capitals', Buffer.from(plain.toString('hex').toUpperCase())],
    ...base64Shapes(plain),
    ...base64Shapes(wide).map(([shape, bytes]) => [`UTF-16 in ${shape}`, bytes] as const),
  ]
  const known = new Set<string>()
  return shapes.flatMap(([shape, bytes]) => {
    const name = bytes.toString('latin1')
    if (known.has(name)) return []
    known.add(name)
    return [{ shape: `${called}: ${shape}`, bytes }]
  })
}

/** Bytes that are no text: as they are, hex, base64. */
export function byteNeedles(bytes: Buffer): readonly Needle[] {
  return [
    { shape: 'as it is', bytes },
    { shape: 'hex', bytes: Buffer.from(bytes.toString('hex')) },
    ...base64Shapes(bytes).map(([shape, found]) => ({ shape, bytes: found })),
  ]
}

/** The shapes of these needles that occur here, or in what lies packed here. */
export function shapesIn(haystack: Buffer, sought: readonly Needle[]): readonly string[] {
  const packed = unpacked(haystack)
  return sought.flatMap(({ shape, bytes }) => {
    if (haystack.includes(bytes)) return [shape]
    return packed.some((part) => part.includes(bytes)) ? [`${shape}, in gzip`] : []
  })
}

/** Where in these folders something of this lies: the file, and in which shape. */
export function tracesIn(folder: string, sought: readonly Needle[]): readonly string[] {
  return filesUnder(folder).flatMap((file) =>
    shapesIn(readGently(file), [...sought]).map(
      (shape) => `${path.relative(folder, file)}: ${shape}`,
    ),
  )
}

const gzipBegins = Buffer.from([0x1f, 0x8b, 0x08])

/** Whatever gzip holds in here, wherever it begins, as far as it can be read. */
function unpacked(haystack: Buffer): readonly Buffer[] {
  const parts: Buffer[] = []
  for (let at = haystack.indexOf(gzipBegins); at >= 0; at = haystack.indexOf(gzipBegins, at + 1)) {
    try {
      const gently = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 2 ** 26 }
      parts.push(inflateRawSync(haystack.subarray(afterHead(haystack, at)), gently))
    } catch {
      // Three bytes that look like the beginning of one.
    }
  }
  return parts
}

/** Where the packed bytes begin, behind the head and the name in it (RFC 1952, section 2.3). */
function afterHead(bytes: Buffer, at: number): number {
  const flags = bytes[at + 3] ?? 0
  let next = at + 10
  if (flags & 4) next += 2 + bytes.readUInt16LE(next)
  if (flags & 8) next = bytes.indexOf(0, next) + 1
  if (flags & 16) next = bytes.indexOf(0, next) + 1
  return flags & 2 ? next + 2 : next
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
}

/** Files come and go under a running database. */
function readGently(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    return Buffer.alloc(0)
  }
}

// Where a text stands within what is encoded decides its letters; those at its edges belong to the
// neighbours as well, and are left out.
function base64Shapes(bytes: Buffer): readonly (readonly [string, Buffer])[] {
  return [0, 1, 2].flatMap((before) => {
    const usable = bytes.length - ((3 - before) % 3)
    const inner = bytes.subarray((3 - before) % 3, bytes.length - (usable % 3))
    const shape = `base64, ${before} before`
    return [
      [shape, Buffer.from(inner.toString('base64'))] as const,
      [`${shape}, for addresses`, Buffer.from(inner.toString('base64url'))] as const,
    ]
  })
}

function escaped(text: string): string {
  return text.replaceAll(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
