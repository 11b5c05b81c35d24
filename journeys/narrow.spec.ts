import { expect } from '@playwright/test'
import { aColleague } from './frame/colleague.ts'
import { fits } from './frame/fits.ts'
import { look } from './frame/look.ts'
import { test } from './frame/stage.ts'

test('on a small telephone with letters twice as large, all of it can be read and pressed', async ({
  house,
  aVisitor,
}) => {
  const mina = await aColleague(house, 'mina')
  const lou = await aVisitor({ viewport: { width: 320, height: 640 } })
  const { page } = lou
  // What somebody sets in their browser, whatever a page wishes.
  const browser = await lou.context.newCDPSession(page)
  await browser.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })

  await lou.arrive()
  const fontSize = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)
  expect(Number.parseFloat(fontSize)).toBeGreaterThanOrEqual(32)
  await fits(page)
  for (const question of await page.locator('summary').all()) {
    await question.click()
    await fits(page)
    await question.click()
  }
  await page.getByRole('button', { name: 'Commencer à parler' }).click()
  await lou.isAt(/Es-tu en danger/)
  await fits(page)
  await page.getByRole('button', { name: 'Passer, et attendre quelqu’un' }).click()
  await lou.isAt('Ta place est gardée')
  await fits(page)
  for (const [tool, next] of [
    ['Respirer', 'Arrêter l’exercice'],
    ['Regarder autour', 'Arrêter l’exercice'],
    ['Trouver les mots', 'Fermer'],
    ['D’autres lignes', 'Fermer'],
    ['Que voit-on de ma visite', 'Fermer'],
  ] as const) {
    await page.getByRole('button', { name: tool }).click()
    await fits(page)
    await page.getByRole('button', { name: next }).click()
  }
  await lou.say('Un mot très long : anticonstitutionnellementanticonstitutionnellement')
  await fits(page)
  const id = await mina.acceptNext()
  await lou.isAt('Mina est là, avec toi.')
  await mina.say(
    id,
    'https://exemple.example/une/adresse/qui/ne/finit/pas/et/qui/ne/se/coupe/nulle/part',
  )
  await lou.reads(/qui\/ne\/finit\/pas/)
  await fits(page)
  await page.getByRole('button', { name: 'Terminer' }).click()
  await fits(page)
  await page.getByRole('button', { name: 'Oui, terminer' }).click()
  await lou.isAt('Tu as terminé')
  await fits(page)
  await page.getByRole('button', { name: 'Garder cette conversation' }).click()
  await lou.isAt('Garder la conversation')
  await fits(page)
  await page.getByRole('button', { name: 'Voir mes mots' }).click()
  await lou.isAt('Tes huit mots')
  await fits(page)
  const words = await page.getByRole('main').getByRole('listitem').allInnerTexts()
  await page.getByRole('button', { name: 'C’est noté' }).click()
  await mina.close(id)
  await page.reload()
  await page.getByRole('button', { name: 'J’ai déjà mes huit mots' }).click()
  await page.getByRole('textbox', { name: /Écris tes mots/ }).fill(words.join(' '))
  await fits(page)
  await page.getByRole('button', { name: 'Retrouver ma conversation' }).click()
  await lou.isAt('Te revoilà')
  await fits(page)
  await mina.goHome()
})

test('zoomed to twice its size, and turned, a telephone shows the place and the numbers', async ({
  house,
  aVisitor,
}) => {
  const mina = await aColleague(house, 'mina')
  const lou = await aVisitor({ viewport: { width: 195, height: 422 } })
  const { page } = lou
  const inView = async () => {
    await fits(page)
    for (const number of ['112', '114', '3114', '119'])
      await expect(
        page.getByRole('link', { name: number, exact: true }).filter({ visible: true }),
      ).toBeInViewport()
    await expect(lou.exit).toBeInViewport()
    await expect(lou.message).toBeInViewport()
  }
  await lou.arrive()
  await lou.start()
  await expect(page.locator('.bar').getByText('Tu es la prochaine personne.')).toBeInViewport()
  await inView()
  const id = await mina.acceptNext()
  await lou.isAt('Mina est là, avec toi.')
  await lou.say('Un mot')
  await inView()
  await page.setViewportSize({ width: 844, height: 390 })
  await inView()
  const head = await page.getByRole('banner').boundingBox()
  expect(head?.height).toBeLessThan(80)
  await lou.end()
  await mina.close(id)
  await mina.goHome()
})

test('the desk serves on a tablet, standing and lying', async ({ aVisitor, aCounsellor }) => {
  const mina = await aCounsellor({ viewport: { width: 1024, height: 768 } })
  const { page } = mina
  const across = () => fits(page)
  await mina.page.goto('/desk/')
  await across()
  await mina.signIn('Mina')
  await across()
  await mina.takeSeat()

  const [lou, noor] = [await aVisitor(), await aVisitor()]
  for (const visitor of [lou, noor]) {
    await visitor.arrive()
    await visitor.start()
    await expect(mina.ring).toBeVisible()
    await across()
    await mina.accept()
    await visitor.isAt('Mina est là, avec toi.')
  }
  await lou.say('Ici Lou')
  await noor.say('Ici Noor')

  await test.step('lying, two conversations have room side by side', async () => {
    await mina.conversation(1).say('Bonjour Lou')
    await mina.conversation(2).say('Bonjour Noor')
    await across()
    await look(page, 'desk-tablet')
  })

  await test.step('standing, one at a time, the other one press away', async () => {
    await page.setViewportSize({ width: 820, height: 1180 })
    const others = page.getByRole('navigation', { name: 'Conversations' })
    await others.getByRole('button', { name: /^1/ }).click()
    await mina.conversation(1).reads('Ici Lou')
    await across()
    await mina.conversation(1).say('Je reviens')
    await others.getByRole('button', { name: /^2/ }).click()
    await mina.conversation(2).reads('Ici Noor')
    await mina.conversation(2).card.getByRole('button', { name: 'Notes de l’équipe' }).click()
    await across()
    await mina
      .conversation(2)
      .card.getByRole('button', { name: 'Fermer les notes' })
      .first()
      .click()
    await mina.conversation(2).end('On s’est dit au revoir')
    await across()
    await mina.conversation(2).wrapUp()
    await mina.conversation(1).end('On s’est dit au revoir')
    await mina.conversation(1).wrapUp()
  })
})
