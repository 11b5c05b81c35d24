import { fromHex } from './bytes.ts'
import type { Bytes } from './bytes.ts'

/** Reads files of test vectors, field by field, so that a wrong file fails loudly; for tests. */
export interface Fields {
  readonly [name: string]: unknown
}

export function parse(json: string): Fields {
  return fieldsOf(JSON.parse(json))
}

export function text(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw new Error(`${name} is not a text`)
  return value
}

export function number(fields: Fields, name: string): number {
  const value = fields[name]
  if (typeof value !== 'number') throw new Error(`${name} is not a number`)
  return value
}

/** Written in hex. */
export function bytes(fields: Fields, name: string): Bytes {
  return fromHex(text(fields, name))
}

export function object(fields: Fields, name: string): Fields {
  return fieldsOf(fields[name])
}

export function list(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name]
  if (!Array.isArray(value)) throw new Error(`${name} is not a list`)
  return value.map(fieldsOf)
}

export function texts(fields: Fields, name: string): readonly string[] {
  const value = fields[name]
  if (!Array.isArray(value)) throw new Error(`${name} is not a list`)
  return value.map(String)
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new Error('not an object')
  return { ...value }
}
