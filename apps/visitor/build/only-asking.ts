import { parseAst } from 'rolldown/parseAst'

/**
 * A visitor's browser asks and reads what is answered; what is sent, the server reads. Of the
 * contract's endpoints the page keeps method, address and reply.
 */
const neverRead: readonly string[] = ['door', 'params', 'body', 'problems']

export const onlyAsking = {
  name: 'only-asking',
  transform(code: string, id: string) {
    if (!/\/contract\/src\/[a-z-]+\.ts$/.test(id)) return undefined
    const cuts = parseAst(code, { lang: 'ts' }).body.flatMap((statement) => {
      const declared = 'declaration' in statement ? statement.declaration : statement
      return declared?.type === 'VariableDeclaration' ? declared.declarations.flatMap(unread) : []
    })
    return cuts.reduceRight((kept, { start, end }) => kept.slice(0, start) + kept.slice(end), code)
  },
}

type Node = { readonly type: string; readonly start: number; readonly end: number }

/** The parts of an endpoint nobody reads here, each with the comma after it. */
function unread({ init }: { readonly init?: Node | null | undefined }): readonly Span[] {
  const object = bare(init)
  if (object?.type !== 'ObjectExpression' || !('properties' in object)) return []
  const properties = object.properties as readonly Property[]
  const names = properties.map(({ key }) => key?.name)
  if (!['method', 'url', 'reply'].every((name) => names.includes(name))) return []
  return properties.flatMap(({ key, start }, place) => {
    const end = properties[place + 1]?.start ?? object.end - 1
    return key?.name !== undefined && neverRead.includes(key.name) ? [{ start, end }] : []
  })
}

/** Without what TypeScript says of it. */
function bare(node: Node | null | undefined): Node | undefined {
  if (!node) return undefined
  return 'expression' in node && node.type.startsWith('TS') ? bare(node.expression as Node) : node
}

type Span = { readonly start: number; readonly end: number }
type Property = Node & { readonly key?: { readonly name?: string } }
