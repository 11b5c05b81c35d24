import { makeBoxPair } from '@veilleuse/sealing/keys'
import { equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { drafts } from './drafts.ts'

test('a draft outlives a reload, and stands in the tab’s storage sealed', async () => {
  const box = await makeBoxPair({ extractable: false })
  const shelf = aShelf()
  await drafts(box, shelf).write('a', 'je voulais te dire')
  ok(shelf.texts().every((text) => !text.includes('voulais')))

  const again = drafts(box, shelf)
  equal(again.read('a'), '')
  await again.restore(['a', 'b'])
  equal(again.read('a'), 'je voulais te dire')
  equal(again.read('b'), '')
})

test('a pasted page is kept whole, too long as it is for one message', async () => {
  const box = await makeBoxPair({ extractable: false })
  const shelf = aShelf()
  const page = 'Ligne après ligne 👩‍👩‍👧 et encore.\n'.repeat(2000)
  await drafts(box, shelf).write('a', page)
  const again = drafts(box, shelf)
  await again.restore(['a'])
  equal(again.read('a'), page)
})

test('somebody else’s key opens no draft', async () => {
  const shelf = aShelf()
  await drafts(await makeBoxPair({ extractable: false }), shelf).write('a', 'secret')
  const thief = drafts(await makeBoxPair({ extractable: false }), shelf)
  await thief.restore(['a'])
  equal(thief.read('a'), '')
})

test('what was typed while the old draft was being opened is kept', async () => {
  const box = await makeBoxPair({ extractable: false })
  const shelf = aShelf()
  await drafts(box, shelf).write('a', 'ancien')
  const again = drafts(box, shelf)
  const restoring = again.restore(['a'])
  await again.write('a', 'nouveau')
  await restoring
  equal(again.read('a'), 'nouveau')
})

test('a draft that was said or forgotten leaves nothing behind', async () => {
  const shelf = aShelf()
  const kept = drafts(await makeBoxPair({ extractable: false }), shelf)
  const writing = [kept.write('a', 'un'), kept.write('a', ''), kept.write('b', 'deux')]
  kept.forget('b')
  await Promise.all(writing)
  equal(shelf.texts().length, 0)
})

function aShelf() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
    texts: () => [...kept.values()],
  }
}
