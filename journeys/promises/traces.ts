import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A text in the shapes in which it might lie about. */
export type Needle = { readonly shape: string; readonly bytes: Buffer }

/** Every shape of a text: as it is, UTF-16, hex, base64 at each of its three alignments. */
export function needles(text: string): readonly Needle[] {
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
    return [{ shape, bytes }]
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

/** The shapes of these needles that occur here. */
export function shapesIn(haystack: Buffer, sought: readonly Needle[]): readonly string[] {
  return sought.filter(({ bytes }) => haystack.includes(bytes)).map(({ shape }) => shape)
}

/** Where in these folders something of this lies: the file, and in which shape. */
export function tracesIn(folder: string, sought: readonly Needle[]): readonly string[] {
  return filesUnder(folder).flatMap((file) =>
    shapesIn(readGently(file), [...sought]).map(
      (shape) => `${path.relative(folder, file)}: ${shape}`,
    ),
  )
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
