import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { draftOf, faultsAt, freshDraft, settingsOf, slugFrom, type Draft } from './draft.ts'

const named: Draft = { ...freshDraft(), slug: 'droit', name: { fr: 'Droit', en: 'Law' } }

test('a fresh line needs a name and nothing else', () => {
  deepEqual(settingsOf(freshDraft()).faults.toSorted(), ['name', 'slug'])
  deepEqual(settingsOf(named).faults, [])
})

test('what is typed comes back as it was set, and what is empty stays unsaid', () => {
  const { settings } = settingsOf({ ...named, ageFrom: '12', promisedMinutes: '10' })
  ok(settings)
  equal(settings.ageFrom, 12)
  equal('ageTo' in settings, false)
  const line = { id: 'x' as never, slug: 'droit', place: 1, settings, answering: 0, supervising: 0 }
  const again = draftOf(line)
  equal(again.ageFrom, '12')
  equal(again.ageTo, '')
  deepEqual(settingsOf(again).settings, settings)
})

test('each thing that cannot be is told at its own step, and nothing typed is lost', () => {
  const wrong: readonly (readonly [Partial<Draft>, Parameters<typeof faultsAt>[0]])[] = [
    [{ ageFrom: '30', ageTo: '12' }, 'public'],
    [{ ageFrom: 'douze' }, 'public'],
    [{ languages: [] }, 'public'],
    [{ promisedMinutes: '0' }, 'support'],
    [{ mostWaiting: '2,5' }, 'support'],
    [{ rules: { fr: 'Une règle', en: '' } }, 'limits'],
    [{ triage: { about: [{ fr: 'École', en: '' }], howBad: false, danger: true } }, 'before'],
    [{ emergency: [] }, 'emergency'],
    [{ emergency: [{ number: '112', label: { fr: '', en: '' }, source: '' }] }, 'emergency'],
    [{ slug: 'Écoute' }, 'purpose'],
  ]
  for (const [change, step] of wrong) {
    const { faults } = settingsOf({ ...named, ...change })
    equal(faults.length, 1, JSON.stringify(change))
    equal(faultsAt(step, faults).length, 1, JSON.stringify(change))
  }
})

test('a name becomes an address that anybody can type', () => {
  equal(slugFrom('Écoute & droit'), 'ecoute-droit')
  equal(slugFrom('  L’été à Noël !  '), 'l-ete-a-noel')
  equal(slugFrom('???'), '')
})
