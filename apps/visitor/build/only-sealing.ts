import { parseAst } from 'rolldown/parseAst'

/**
 * A visitor's browser seals to the line and never opens such a seal: of @hpke/core the page leaves
 * out, method by method, what only an opener or another curve calls. What stays is the library's
 * code as it is; a call of what is gone would fail, and the build fails when a name is not found.
 */
const neverCalled: Readonly<Record<string, readonly string[]>> = {
  '@hpke/core/esm/src/cipherSuiteNative.js': ['createRecipientContext', 'open', '_keyScheduleR'],
  '@hpke/core/esm/src/exporterContext.js': ['open', 'export'],
  '@hpke/core/esm/src/aeads/aesGcm.js': ['open'],
  '@hpke/common/esm/src/kems/dhkem.js': [
    'serializePublicKey',
    'deserializePublicKey',
    'serializePrivateKey',
    'deserializePrivateKey',
    'importKey',
    'deriveKeyPair',
    'decap',
  ],
  '@hpke/common/esm/src/kems/dhkemPrimitives/ec.js': [
    'deserializePublicKey',
    '_importRawKey',
    'serializePrivateKey',
    'deserializePrivateKey',
    'importKey',
    'deriveKeyPair',
    'derivePublicKey',
    '_importJWK',
    '_deserializePkcs8Key',
    '_derivePublicKeyWithoutJwkExport',
  ],
}

export const onlySealing = {
  name: 'only-sealing',
  transform(code: string, id: string) {
    const file = Object.keys(neverCalled).find((name) => id.endsWith(name))
    const kept = file ? without(code, neverCalled[file] ?? [], file) : code
    return id.includes('/@hpke/') ? plainer(kept) : undefined
  },
}

// Fields as the library's compiler writes them out: plain assignments do the same.
const field =
  /Object\.defineProperty\(this, "(\w+)", \{\s*enumerable: true,\s*configurable: true,\s*writable: true,\s*value: ([^\n]*)\s*\}\);/g

/** It looks for WebCrypto in Node as well, through a stand-in for the global object. */
function plainer(code: string): string {
  return code
    .replaceAll(field, 'this.$1 = $2;')
    .replace('await import("crypto")', 'globalThis')
    .replace('dntShim.dntGlobalThis !== undefined && ', '')
}

function without(code: string, names: readonly string[], file: string): string {
  const cuts = methodsOf(code).filter(({ name }) => names.includes(name))
  if (cuts.length < names.length) throw new Error(`${file} has other methods than before`)
  return cuts.reduceRight((kept, { start, end }) => kept.slice(0, start) + kept.slice(end), code)
}

type Method = { readonly name: string; readonly start: number; readonly end: number }

function methodsOf(code: string): readonly Method[] {
  return parseAst(code).body.flatMap((statement) => {
    const declared = 'declaration' in statement ? statement.declaration : statement
    if (declared?.type !== 'ClassDeclaration') return []
    return declared.body.body.flatMap((member) =>
      member.type === 'MethodDefinition' && member.key.type === 'Identifier'
        ? [{ name: member.key.name, start: member.start, end: member.end }]
        : [],
    )
  })
}
