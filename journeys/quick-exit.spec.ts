import { expect, type Page } from '@playwright/test'
import { look } from './frame/look.ts'
import { test } from './frame/stage.ts'
import type { Visitor } from './frame/visitor.ts'

const elsewhere = 'https://meteofrance.com/'

test('a visitor leaves fast, from wherever they are', async ({ aVisitor, aCounsellor }) => {
  const mina = await aCounsellor()
  await mina.signIn('Mina')
  await mina.takeSeat()
  await mina.setSeat('En pause')
  const lou = await aVisitor()
  const asked = await weatherAt(lou)

  await test.step('from the page, by the button', async () => {
    await lou.arrive()
    await lou.exit.click()
    await isGone(lou)
  })

  await test.step('from the queue, by Shift three times', async () => {
    await lou.arrive()
    await lou.start()
    await lou.say('Je ne peux pas rester longtemps')
    await lou.page.getByLabel(/me laisser revenir/).check()
    await expect(mina.queue.getByRole('listitem')).toHaveCount(1)
    await lou.message.fill('un mot que personne ne doit')
    await threeTimesShift(lou.page)
    await isGone(lou)
    await expect(mina.queue.getByText('Personne n’attend', { exact: false })).toBeVisible()
  })

  await test.step('from the conversation; the counsellor is told', async () => {
    await lou.arrive()
    await lou.start()
    await lou.say('Quelqu’un rentre')
    await mina.setSeat('Disponible')
    await mina.accept()
    await lou.isAt('Mina est là, avec toi.')
    await threeTimesShift(lou.page)
    await isGone(lou)
    const { card } = mina.conversation()
    await expect(card.getByText('La personne a quitté la conversation.')).toBeVisible()
    await look(mina.page, 'desk-visitor-left')
    await mina.conversation().wrapUp()
  })

  // The other site is asked for its page, and is not told where from.
  expect(asked).toHaveLength(3)
  for (const headers of asked) expect(headers['referer']).toBeUndefined()
})

test('other keys between, or too slow, and nobody leaves', async ({ aVisitor }) => {
  const lou = await aVisitor()
  await weatherAt(lou)
  await lou.page.clock.install()
  await lou.arrive()
  for (const key of ['Shift', 'Shift', 'a', 'Shift', 'Shift']) await lou.page.keyboard.press(key)
  await lou.page.clock.fastForward(6000)
  await lou.page.keyboard.press('Shift')
  await lou.isAt(/Salut/)
  for (const key of ['Shift', 'Shift']) await lou.page.keyboard.press(key)
  await expect(lou.page.getByText('Il fait beau')).toBeVisible()
})

test('without JavaScript the way out is a link like any other', async ({ aVisitor }) => {
  const lou = await aVisitor({ javaScriptEnabled: false })
  await weatherAt(lou)
  await lou.page.goto('/')
  await lou.exit.click()
  await expect(lou.page).toHaveURL(elsewhere)
})

/** There is no other site here; this is what it would answer. Gives what it was asked with. */
async function weatherAt({ page, context, watch }: Visitor) {
  const asked: Record<string, string>[] = []
  watch.expectAddress(elsewhere)
  await context.route(`${elsewhere}**`, async (route) => {
    if (route.request().isNavigationRequest()) asked.push(await route.request().allHeaders())
    await route.fulfill({
      contentType: 'text/html',
      body: '<link rel="icon" href="data:,"><p>Il fait beau',
    })
  })
  page.on('dialog', () => expect(false, 'nothing asks before leaving').toBe(true))
  return asked
}

async function threeTimesShift(page: Page): Promise<void> {
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('Shift')
}

/** Elsewhere, with no way back to the words and nothing of them kept. */
async function isGone({ page, context }: Visitor): Promise<void> {
  await expect(page).toHaveURL(elsewhere)
  await expect(page.getByText('Il fait beau')).toBeVisible()
  await page.goBack()
  await expect(
    page.getByText(/Mina|rester longtemps|Quelqu’un rentre|place est gardée/),
  ).toHaveCount(0)
  await page.goto('/')
  const kept = await page.evaluate(async () => ({
    session: Object.fromEntries(Object.entries(sessionStorage)),
    local: Object.fromEntries(Object.entries(localStorage)),
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
    cookie: document.cookie,
  }))
  expect(kept).toEqual({ session: {}, local: {}, databases: 0, caches: 0, workers: 0, cookie: '' })
  expect(await context.storageState()).toEqual({ cookies: [], origins: [] })
}
