import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { verbs } from '@veilleuse/domain/access'
import * as v from 'valibot'
import * as account from './account.ts'
import * as desk from './desk.ts'
import type { Endpoint } from './endpoint.ts'
import * as keys from './keys.ts'
import { isProblemCode } from './problems.ts'
import * as visit from './visit.ts'

const endpoints = Object.entries<unknown>({ ...account, ...desk, ...keys, ...visit }).filter(
  (entry): entry is [string, Endpoint] => isEndpoint(entry[1]),
)

test('two endpoints never share an address', () => {
  const addresses = endpoints.map(([, { method, url }]) => `${method} ${url}`)
  equal(new Set(addresses).size, addresses.length)
  ok(addresses.length > 30)
})

test('each endpoint is of one door, and its address says of which', () => {
  for (const [name, { door, url, may }] of endpoints) {
    const side = url.split('/')[2]
    ok(side === 'visit' || side === 'desk', name)
    if (door !== 'anyone') equal(side, door, name)
    equal(may !== undefined, door === 'desk', `${name} says who may`)
    ok(may === undefined || verbs.includes(may), name)
  }
})

test('what is asked for in an address has a schema, and nothing else has', () => {
  for (const [name, { url, params }] of endpoints) {
    const asked = [...url.matchAll(/:(\w+)/g)].map(([, one]) => one)
    const given = params && 'entries' in params ? Object.keys(Object(params.entries)) : []
    deepEqual(given, asked, name)
  }
})

test('asking changes nothing and takes no body', () => {
  for (const [name, { method, body }] of endpoints)
    if (method === 'GET') equal(body, undefined, name)
})

test('every refusal an endpoint declares is one the product knows, once', () => {
  for (const [name, { problems }] of endpoints) {
    ok(problems.every(isProblemCode), name)
    equal(new Set(problems).size, problems.length, name)
    ok(!problems.some((code) => code === 'internal'), name)
  }
})

test('bodies and replies are objects, and what they do not name is dropped', () => {
  for (const [name, { body, reply }] of endpoints)
    for (const schema of [body, reply]) {
      if (!schema) continue
      equal(schema.type, 'object', name)
      for (const wrong of [null, undefined, 'text', 7]) equal(v.is(schema, wrong), false, name)
    }
})

test('no reply at a visitor’s door has a field for anybody of the team but an alias', () => {
  const told = endpoints
    .filter(([, { url }]) => url.startsWith('/api/visit'))
    .flatMap(([name, { reply }]) => fieldsOf(reply).map((field) => `${name} ${field}`))
  ok(told.length > 50)
  for (const field of told) ok(!/staff|login|role|risk|note|offer|seat|record/i.test(field), field)
  // By whom: the visitor or the helpline, never who of it.
  const by = told.filter((field) => field.endsWith('.by'))
  ok(
    by.every((field) => /\.(ending|messages)\.by$/.test(field)),
    by.join(),
  )
})

/** Every field a schema names, with the way to it. */
function fieldsOf(schema: unknown, path = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return []
  if ('entries' in schema && typeof schema.entries === 'object' && schema.entries)
    return Object.entries(schema.entries).flatMap(([name, inner]) => [
      `${path}.${name}`,
      ...fieldsOf(inner, `${path}.${name}`),
    ])
  if ('item' in schema) return fieldsOf(schema.item, path)
  if ('wrapped' in schema) return fieldsOf(schema.wrapped, path)
  return []
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'url' in value && 'door' in value
}
