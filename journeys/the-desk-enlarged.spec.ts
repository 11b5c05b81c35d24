import { expect } from '@playwright/test'
import { fits } from './frame/fits.ts'
import { examine, look } from './frame/look.ts'
import { test } from './frame/stage.ts'

// A screen of 1440 by 900, at twice the size.
const enlarged = { width: 720, height: 450 }

test('a desk at 200 % serves two, chooses three, and is left with a word', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor({ viewport: enlarged })
  const { page } = mina
  await mina.signIn('Mina')
  await mina.takeSeat()
  const [lou, noor] = [await aVisitor(), await aVisitor()]
  for (const visitor of [lou, noor]) {
    await visitor.arrive()
    await visitor.start()
    await mina.accept()
    await visitor.isAt('Mina est là, avec toi.')
  }
  const others = page.getByRole('navigation', { name: 'Conversations' })
  await others.getByRole('button', { name: /^1/ }).click()
  const talk = mina.conversation(1)

  await test.step('what is said can be read, and nothing lies over it', async () => {
    for (let i = 1; i <= 14; i += 1) await lou.say(`Message ${i}`)
    await talk.reads('Message 14')
    await talk.say('Je te lis.')
    await serves()
    await expect(talk.card.getByText('Nouveaux messages')).toHaveCount(0)
    await examine(page, 'desk-enlarged')
    await look(page, 'desk-enlarged')
  })

  await test.step('the last words stay in view when the window changes', async () => {
    for (const height of [400, 450, 900, 480]) {
      await page.setViewportSize({ width: 720, height })
      await expect(talk.log.getByText('Je te lis.')).toBeInViewport({ ratio: 1 })
    }
  })

  await test.step('on the narrowest of screens too', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await serves()
    await fits(page)
    await page.setViewportSize(enlarged)
  })

  const zoe = await aVisitor()
  await test.step('who waits is one line; three at once by one’s own choice', async () => {
    await zoe.arrive()
    await zoe.start()
    await expect(mina.queue.getByText(/attend depuis/).first()).toBeVisible()
    await serves()
    await expect(mina.ring).toBeHidden()
    await chooses(/^Trois/)
    await mina.accept()
    await zoe.isAt('Mina est là, avec toi.')
    // As it was found: what is held already stays.
    await chooses(/^Deux/)
  })

  await test.step('whoever signs out is asked, and their visitors wait for nobody', async () => {
    const leaves = async () => {
      await page.getByRole('button', { name: 'Réglages', exact: true }).click()
      await page.getByRole('button', { name: 'Se déconnecter', exact: true }).click()
    }
    const question = page.getByRole('alertdialog')
    await leaves()
    await expect(question).toContainText('3 conversations')
    await examine(page, 'desk-leaving')
    await question.getByRole('button', { name: 'Rester' }).click()
    await expect(question).toBeHidden()
    await leaves()
    await question.getByRole('button', { name: 'Se déconnecter quand même' }).click()
    await expect(page.getByRole('heading', { name: 'Prendre le poste' })).toBeVisible()
    for (const visitor of [lou, noor, zoe]) {
      await visitor.sees(/n’est plus là/)
      await visitor.sees(/prendra la suite/)
    }
  })

  async function chooses(many: RegExp) {
    await page.getByRole('button', { name: /Disponible/ }).click()
    await page.getByRole('menuitemradio', { name: many }).click()
  }

  async function serves() {
    const card = page.getByRole('article')
    const shown = await card.boundingBox()
    const list = await card.getByRole('log').boundingBox()
    const silence = await card.getByText(/^La personne\s:\s(il y a|à l)/).boundingBox()
    const field = await card.getByRole('textbox').boundingBox()
    const screen = page.viewportSize()
    if (!shown || !list || !silence || !field || !screen) throw new Error('something is not there')
    expect(list.height, 'room for what was said').toBeGreaterThan(120)
    expect(list.y + list.height, 'nothing over it').toBeLessThanOrEqual(silence.y + 1)
    expect(field.y + field.height, 'the field is on the screen').toBeLessThan(screen.height)
  }
})
