import { deepEqual, equal, match, ok, throws } from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { BadConfiguration, isLoopback, readConfig } from './config.ts'

test('a helpline that sets nothing runs on this machine alone', () => {
  const config = readConfig({})
  equal(config.host, '127.0.0.1')
  equal(config.port, 8080)
  equal(config.metricsPort, 18_080)
  equal(config.databaseUrl, undefined)
  equal(config.publicOrigin, 'http://localhost:8080')
  deepEqual(config.trustedProxies, [])
  equal(config.demo, false)
  match(config.dataFolder, /\/var$/)
  match(config.visitorPages, /\/apps\/visitor\/dist$/)
  match(config.deskPages, /\/apps\/console\/dist$/)
  ok(Object.isFrozen(config))
})

test('each setting is taken as it is meant', () => {
  const config = readConfig({
    HOST: '0.0.0.0',
    PORT: '9090',
    METRICS_PORT: '9191',
    VEILLEUSE_DATA: 'some/where',
    DATABASE_URL: 'postgresql://veilleuse@db/veilleuse',
    PUBLIC_ORIGIN: 'https://help.example/',
    TRUSTED_PROXIES: '10.0.0.1, 192.168.0.0/16 , ::1,fd00::/8',
    VEILLEUSE_DEMO: '0',
    SOMETHING_ELSE: 'untouched',
  })
  equal(config.host, '0.0.0.0')
  equal(config.port, 9090)
  equal(config.metricsPort, 9191)
  equal(config.dataFolder, resolve('some/where'))
  equal(config.databaseUrl, 'postgresql://veilleuse@db/veilleuse')
  equal(config.publicOrigin, 'https://help.example')
  deepEqual(config.trustedProxies, ['10.0.0.1', '192.168.0.0/16', '::1', 'fd00::/8'])
})

test('the address it listens on is one, or a name', () => {
  for (const HOST of ['::1', '192.0.2.7', 'localhost', 'help.internal'])
    equal(readConfig({ HOST }).host, HOST)
  for (const HOST of ['999', '0x7f000001', 'a b', 'http://help.example'])
    throws(() => readConfig({ HOST }), /HOST must be an address/)
})

test('a setting left empty is a setting left out', () => {
  const names = [
    'HOST',
    'PORT',
    'METRICS_PORT',
    'VEILLEUSE_DATA',
    'DATABASE_URL',
    'PUBLIC_ORIGIN',
    'TRUSTED_PROXIES',
    'VEILLEUSE_DEMO',
  ]
  for (const empty of ['', ' '])
    deepEqual(readConfig(Object.fromEntries(names.map((name) => [name, empty]))), readConfig({}))
})

test('the port for numbers lies ten thousand above, and is none where the port is any', () => {
  equal(readConfig({ PORT: '60000' }).metricsPort, 4464)
  equal(readConfig({ PORT: '0' }).metricsPort, 0)
  equal(readConfig({ PORT: '9090', METRICS_PORT: '0' }).metricsPort, 0)
})

test('everything that is wrong is said at once, in plain words', () => {
  deepEqual(
    faults({
      HOST: '0.0.0.0',
      PORT: 'eighty',
      METRICS_PORT: '70000',
      DATABASE_URL: 'mysql://db',
      PUBLIC_ORIGIN: 'http://help.example',
      TRUSTED_PROXIES: 'the proxy, 10.0.0.1',
      VEILLEUSE_DEMO: '1',
    }).toSorted(),
    [
      'DATABASE_URL must begin with postgres:// or postgresql://, or be left out.',
      'METRICS_PORT must be a number from 0 to 65535.',
      'PORT must be a number from 0 to 65535.',
      'PUBLIC_ORIGIN must be https:// — browsers seal nothing on an open line.',
      'TRUSTED_PROXIES must be addresses such as 10.0.0.1 or 10.0.0.0/8, with commas between.',
      'The demo listens on this machine alone: leave HOST out, or leave the demo.',
    ],
  )
})

test('each wrong value is refused by name', () => {
  const wrong: readonly (readonly [string, string])[] = [
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '8080 8081'],
    ['PORT', '1e3'],
    ['METRICS_PORT', 'none'],
    ['DATABASE_URL', 'localhost:5432'],
    ['PUBLIC_ORIGIN', 'help.example'],
    ['PUBLIC_ORIGIN', 'https://help.example/path'],
    ['PUBLIC_ORIGIN', 'https://me:secret@help.example'],
    ['PUBLIC_ORIGIN', 'ftp://help.example'],
    ['PUBLIC_ORIGIN', 'http://192.168.1.4:8080'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '300.0.0.1'],
    ['TRUSTED_PROXIES', 'fd00::/129'],
    ['VEILLEUSE_DEMO', 'yes'],
  ]
  for (const [name, value] of wrong) {
    const [fault = '', ...more] = faults({ [name]: value })
    ok(fault.startsWith(name), `${name}=${value}: ${fault}`)
    deepEqual(more, [], `${name}=${value}`)
  }
})

test('what is wrong is told in one message, a line each', () => {
  throws(() => readConfig({ PORT: 'x', VEILLEUSE_DEMO: 'x' }), {
    name: 'BadConfiguration',
    message: /^The configuration has faults:\n {2}- .*\n {2}- .*$/,
  })
})

test('the demo, which asks nobody for proof, is not shown to the world', () => {
  deepEqual(faults({ VEILLEUSE_DEMO: '1', HOST: '0.0.0.0' }), [
    'The demo listens on this machine alone: leave HOST out, or leave the demo.',
  ])
  equal(readConfig({ VEILLEUSE_DEMO: '1', HOST: '::1' }).demo, true)
  equal(readConfig({ VEILLEUSE_DEMO: '1', HOST: 'localhost' }).demo, true)
})

test('this machine is known by each of its names, and by nothing like them', () => {
  for (const host of ['localhost', '::1', '[::1]', '127.0.0.1', '127.1.2.3'])
    ok(isLoopback(host), host)
  for (const host of ['localhost.example', '127.example', '10.0.0.1', '::', '128.0.0.1', ''])
    ok(!isLoopback(host), host)
})

function faults(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof BadConfiguration) return error.faults
    throw error
  }
}
