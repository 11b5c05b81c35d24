import { fits } from './frame/fits.ts'
import { examine, look, photograph } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

test('a line that lets nobody in tells who else is there, in both languages', async ({
  aVisitor,
}) => {
  const lou = await aVisitor({ viewport: { width: 320, height: 640 } })
  const elsewhere = lou.page.getByRole('region', { name: 'Ouvert maintenant, ailleurs' })
  await lou.page.goto('/fr/')
  await lou.isAt(/On n’est pas là pour l’instant/)
  await expect(elsewhere.getByRole('link', { name: '119', exact: true })).toHaveAttribute(
    'href',
    'tel:119',
  )
  await expect(elsewhere.getByText('jour et nuit').first()).toBeVisible()
  await expect(elsewhere.getByText(/relevés le 21 novembre 2026/)).toBeVisible()
  await expect(elsewhere.getByRole('link', { name: '112' })).toHaveCount(0)
  await fits(lou.page)
  await look(lou.page, 'closed-elsewhere')

  await lou.page.goto('/en/')
  const others = lou.page.getByRole('region', { name: 'Open now, elsewhere' })
  await expect(others.getByRole('link', { name: '3114', exact: true })).toBeVisible()
  await expect(others.getByText(/In French/).first()).toBeVisible()
  await fits(lou.page)
})

test('who waits may look who else is there, and where a visit leaves traces', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  await mina.signIn('Mina')
  await mina.takeSeat()
  const lou = await aVisitor()
  const { page } = lou
  await lou.arrive()
  await lou.start()

  await test.step('other lines, without losing the place', async () => {
    await page.getByRole('button', { name: 'D’autres lignes' }).click()
    const elsewhere = page.getByRole('region', { name: 'Ouvert maintenant, ailleurs' })
    await expect(elsewhere.getByRole('link', { name: '119', exact: true })).toBeVisible()
    await lou.sees('Tu es la prochaine personne.')
    await elsewhere.scrollIntoViewIfNeeded()
    await photograph(page, 'waiting-elsewhere')
    await page.getByRole('button', { name: 'Fermer' }).scrollIntoViewIfNeeded()
    await examine(page, 'waiting-elsewhere')
    await page.getByRole('button', { name: 'Fermer' }).click()
  })

  await test.step('without network the list says so, and the place is still there', async () => {
    await page.clock.install()
    await page.clock.fastForward('02:00')
    await page.route('**/api/directory/**', (route) => route.abort())
    lou.watch.expectFault(/Failed to load resource/)
    await page.getByRole('button', { name: 'D’autres lignes' }).click()
    await lou.sees(/La liste ne vient pas pour l’instant/)
    await page.getByRole('button', { name: 'Fermer' }).click()
    await lou.sees('Tu es la prochaine personne.')
  })

  await test.step('what a visit leaves behind', async () => {
    await page.getByRole('button', { name: /Que voit-on de ma visite/ }).click()
    await lou.sees(/ta place t’attend 15 minutes/)
    await page
      .getByRole('heading', { name: 'Ce qui reste sur cet appareil' })
      .scrollIntoViewIfNeeded()
    await photograph(page, 'waiting-safety')
    await page.getByRole('button', { name: 'Fermer' }).scrollIntoViewIfNeeded()
    await examine(page, 'waiting-safety')
    await page.getByRole('button', { name: 'Fermer' }).click()
  })
  await page.getByRole('button', { name: 'Partir' }).click()
  await lou.isAt('Tu as quitté la file')
})
