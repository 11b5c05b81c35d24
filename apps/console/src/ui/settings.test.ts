import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import { settings } from './settings.ts'

test('the desk speaks the first language of the browser that it knows, else French', () => {
  equal(settings(aShelf(), ['de-DE', 'en-US']).now().language, 'en')
  equal(settings(aShelf(), ['de-DE']).now().language, 'fr')
})

test('what was set outlives a reload of the tab', () => {
  const shelf = aShelf()
  const first = settings(shelf, ['fr'])
  first.set({ ...first.now(), theme: 'dark', volume: 0, enterSends: false })
  const again = settings(shelf, ['fr']).now()
  equal(again.theme, 'dark')
  equal(again.volume, 0)
  equal(again.enterSends, false)
})

test('a storage from another version is read field by field', () => {
  const shelf = aShelf('{"theme":"purple","volume":7,"language":"en","singleKeys":"no"}')
  const now = settings(shelf, ['fr']).now()
  equal(now.theme, 'system')
  equal(now.volume, 0.7)
  equal(now.language, 'en')
  equal(now.singleKeys, true)
})

function aShelf(first: string | null = null) {
  let kept = first
  return {
    getItem: () => kept,
    setItem: (_name: string, text: string) => {
      kept = text
    },
  }
}
