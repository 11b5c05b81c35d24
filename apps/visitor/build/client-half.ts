import { parseAst } from 'rolldown/parseAst'

/**
 * An endpoint of the contract serves both sides. A browser needs its address and the schema of the
 * reply; schemas of what it sends, refusals and doors are for the server, and stay out.
 */
const serverHalf = ['body', 'problems', 'door', 'may']

export const clientHalf = {
  name: 'client-half',
  transform(code: string, id: string) {
    return id.endsWith('packages/contract/src/visit.ts') ? withoutServerHalf(code, id) : undefined
  },
}

function withoutServerHalf(code: string, id: string): string {
  const cuts = parseAst(code, { lang: 'ts' }, id).body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration') return []
    if (statement.declaration?.type !== 'VariableDeclaration') return []
    return statement.declaration.declarations.flatMap(({ init }) => propertiesOf(init))
  })
  return cuts.reduceRight(
    (kept, { start, end }) => kept.slice(0, start) + kept.slice(end).replace(/^\s*,/, ''),
    code,
  )
}

type Node = { readonly type: string; readonly start: number; readonly end: number }

function propertiesOf(value: unknown): readonly Node[] {
  // `{ … } as const satisfies Endpoint`
  if (isNode(value, 'TSSatisfiesExpression') || isNode(value, 'TSAsExpression')) {
    return propertiesOf(value.expression)
  }
  if (!isNode(value, 'ObjectExpression')) return []
  const properties = value.properties as readonly (Node & { key?: { name?: string } })[]
  return properties.filter(({ key }) => serverHalf.includes(key?.name ?? ''))
}

function isNode(value: unknown, type: string): value is Node & Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === type
}
