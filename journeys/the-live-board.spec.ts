import type { Page } from '@playwright/test'
import { leave } from '@veilleuse/contract/visit'
import { call } from '@veilleuse/client/call'
import { aVisitor as aPage } from '@veilleuse/testkit/visitor'
import { aColleague, aMember } from './frame/colleague.ts'
import { fits } from './frame/fits.ts'
import { look } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

test('whoever leads the shift sees how it stands, in words and as it changes', async ({
  house,
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aColleague(house, 'mina')
  const sacha = await aCounsellor()
  await sacha.signIn('Sacha')
  const { page } = sacha

  await test.step('by keyboard, from the desk', async () => {
    await page.getByRole('link', { name: 'Tableau' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tableau')
  })
  await expect(table(page, 'Les lignes').getByRole('row', { name: /Écoute/ })).toContainText(
    '1 disponible',
  )
  await expect(page.getByText('Personne n’attend.')).toBeVisible()

  await mina.sit('break')
  const lou = await aVisitor()
  await lou.arrive()
  await lou.start()
  await test.step('who waits, why there, and that nobody can take them', async () => {
    const row = table(page, 'Qui attend').getByRole('row').nth(1)
    await expect(row).toContainText('1er')
    await expect(row).toContainText('ordre d’arrivée')
    await expect(page.getByRole('listitem')).toContainText([/personne de présent ne peut répondre/])
    await look(page, 'board')
    await page.setViewportSize({ width: 320, height: 640 })
    // The window takes a moment to be narrow.
    await expect(() => fits(page)).toPass({ timeout: 5000 })
    await expect(table(page, 'Qui attend').getByRole('row').nth(1)).toBeVisible()
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await mina.sit('available')
  const id = await mina.acceptNext()
  await lou.isAt('Mina est là, avec toi.')
  await test.step('what is open: with whom, how risky, how silent, and no word of it', async () => {
    const row = table(page, 'Conversations ouvertes').getByRole('row').nth(1)
    await expect(row).toContainText('Mina')
    await expect(row).toContainText('attend une réponse')
    await mina.say(id, 'Bonjour, je suis là')
    await expect(row).toContainText('la personne,')
    await expect(page.getByText('Bonjour, je suis là')).toHaveCount(0)
    await expect(table(page, 'Qui est là').getByRole('row', { name: /Mina/ })).toContainText(
      '1 sur',
    )
  })

  await test.step('in English, as well', async () => {
    await page.getByRole('button', { name: 'Réglages' }).click()
    await page.getByRole('radio', { name: 'English' }).check({ force: true })
    await page.keyboard.press('Escape')
    await expect(table(page, 'Open conversations').getByRole('row').nth(1)).toContainText('Mina')
  })

  await test.step('who plans the rota sees the same, and nobody’s name', async () => {
    const lucie = await aCounsellor()
    await lucie.page.goto('/desk/')
    const demo = lucie.page.getByRole('region', { name: 'Démonstration' })
    await demo.getByRole('button', { name: 'Lucie' }).click()
    await expect(lucie.page.getByRole('heading', { level: 1 })).toHaveText('Tableau')
    const talks = table(lucie.page, 'Conversations ouvertes')
    await expect(talks.getByRole('row').nth(1)).toContainText('un·e écoutant·e')
    await expect(lucie.page.getByText('Mina')).toHaveCount(0)
    await expect(lucie.page.getByText('Qui est là')).toHaveCount(0)
  })

  await lou.end()
  await mina.close(id)
  await mina.goHome()
})

test('somebody who says they are in danger rings in every room of whoever leads', async ({
  house,
  aCounsellor,
}) => {
  const mina = await aColleague(house, 'mina')
  await mina.sit('break')
  const sacha = await aCounsellor()
  await sacha.signIn('Sacha')
  const { page } = sacha
  const pin = (await aMember(house, 'mina')).contents.root
  const lou = await aPage(house.origin, { pin, urgency: 'danger' })

  const alarm = page.getByRole('alert')
  await expect(alarm).toContainText('Quelqu’un dit être en danger')
  await look(page, 'board-alarm')
  await page.setViewportSize({ width: 320, height: 640 })
  await expect(() => fits(page)).toPass({ timeout: 5000 })
  await alarm.getByRole('button', { name: 'Voir le tableau' }).click()
  await expect(table(page, 'Qui attend').getByRole('row').nth(1)).toContainText('se dit en danger')
  await page.setViewportSize({ width: 1440, height: 900 })
  await alarm.getByRole('button', { name: 'J’ai vu' }).click()
  await expect(alarm).toBeHidden()
  // It rings no more, and stays to be seen until somebody has it in hand.
  const first = page.getByRole('main').getByRole('listitem').first()
  await expect(first).toContainText('Quelqu’un dit être en danger')

  await call(house.origin, leave, { token: lou.token })
  lou.close()
  await expect(page.getByText('Quelqu’un dit être en danger')).toHaveCount(0)
  await mina.goHome()
})

function table(page: Page, name: string) {
  return page.getByRole('table', { name })
}
