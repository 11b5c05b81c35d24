import path from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { phone, screen, someone } from './frame/browser.ts'
import { aDemo, root } from './frame/demo.ts'

test('the pictures of the README', async ({ browser }) => {
  const demo = await aDemo()
  try {
    await demo.start()
    await anEvening(browser, demo.origin)
  } finally {
    await demo.end()
  }
})

async function anEvening(browser: Browser, baseURL: string) {
  const someoneIn = async (traits: object) => {
    const context = await browser.newContext({ ...someone, ...traits, baseURL, locale: 'en-GB' })
    return context.newPage()
  }
  const desk = await someoneIn(screen)
  await desk.goto('/desk/')
  await desk.getByRole('region', { name: 'Demo' }).getByRole('button', { name: 'Mina' }).click()
  await desk.getByRole('button', { name: 'Make me available' }).click()

  const lou = await someoneIn({ ...phone, deviceScaleFactor: 1.5 })
  await lou.goto('/')
  await expect(lou.getByRole('button', { name: 'Start talking' })).toBeVisible()
  await take(lou, 'landing')
  await starts(lou)
  await lou.emulateMedia({ colorScheme: 'dark' })
  await lou.getByRole('textbox').fill('Hi. I do not really know where to start.')
  await lou.evaluate(() => scrollTo(0, 0))
  await take(lou, 'waiting')
  await lou.emulateMedia({ colorScheme: 'light' })
  await lou.getByRole('textbox').press('Enter')
  await accepts(desk)
  for (const [page, words] of [
    [desk, 'Hello. I am glad you wrote. There is no wrong place to start.'],
    [lou, 'It is about home. It got loud again.'],
    [desk, 'That sounds frightening. Are you safe where you are now?'],
    [lou, 'Yes. I am in my room.'],
  ] as const) {
    await says(page, 1, words)
    await expect((page === desk ? lou : desk).getByText(words)).toBeVisible()
  }
  await take(lou, 'conversation')

  const noor = await someoneIn(phone)
  await noor.goto('/')
  await starts(noor)
  await noor.getByRole('textbox').fill('Is somebody there?')
  await noor.getByRole('textbox').press('Enter')
  await expect(desk.getByRole('region', { name: 'Somebody is calling you' })).toBeVisible()
  await take(desk, 'offer')
  await accepts(desk)
  await says(desk, 2, 'Yes. My name is Mina, and I have time.')
  await expect(noor.getByText('and I have time')).toBeVisible()
  await take(desk, 'desk')
}

async function starts(page: Page) {
  await page.getByRole('button', { name: 'Start talking' }).click()
  await page.getByRole('button', { name: 'Skip, and wait for somebody' }).click()
  await expect(page.getByRole('heading', { name: 'Your place is kept' })).toBeVisible()
}

async function accepts(desk: Page) {
  await desk.getByRole('button', { name: 'Accept' }).click()
}

async function says(page: Page, place: number, words: string) {
  const field = page.getByRole('textbox', { name: new RegExp(`your message( .${place}.)?$`, 'i') })
  await field.fill(words)
  await field.press('Enter')
  await expect(page.getByRole('log').getByText(words)).toBeVisible()
}

async function take(page: Page, name: string) {
  const file = path.join(root, 'docs/pictures', `${name}.png`)
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
}
