import type { Page } from '@playwright/test'
import { call } from '@veilleuse/client/call'
import { signInAsDemo } from '@veilleuse/contract/account'
import { lines, saveLine } from '@veilleuse/contract/line'
import { aColleague } from './frame/colleague.ts'
import type { Demo } from './frame/demo.ts'
import { fits } from './frame/fits.ts'
import { look } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

test('the rota opens the line before anybody is there, and nobody opens it in vain', async ({
  house,
  aVisitor,
  aCounsellor,
}) => {
  const lucie = await aCounsellor()
  const { page } = lucie
  await enters(page, 'Lucie')
  await page.getByRole('link', { name: 'Planning' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Planning')
  await look(page, 'rota-empty')

  const lou = await aVisitor()
  await lou.page.goto('/')
  await lou.sees(/Personne n’est libre pour répondre en ce moment/)
  const noor = await aVisitor({ locale: 'en-GB' })
  await noor.page.goto('/')

  await test.step('a shift later today: closed, and the page says when somebody comes', async () => {
    await plans(page, { inMinutes: 90, forMinutes: 60 })
    await expect(lou.page.getByText(/Quelqu’un doit arriver (aujourd’hui|demain) à/)).toBeVisible()
    await expect(noor.page.getByText(/Somebody should be here (today|tomorrow) at/)).toBeVisible()
    await look(lou.page, 'closed-unexpectedly')
    await page.getByRole('button', { name: /^Retirer/ }).click()
    await expect(lou.page.getByText(/Quelqu’un doit arriver/)).toHaveCount(0)
  })

  await test.step('a shift that begins within a quarter of an hour opens the line', async () => {
    await plans(page, { inMinutes: 8, forMinutes: 60 })
    await lou.isAt(/Salut. Tu peux parler ici./)
    await lou.sees(/quelqu’un arrive à/)
    await noor.sees(/somebody comes at/)
    await look(lou.page, 'open-due')
    await look(noor.page, 'open-due-english')
    await look(page, 'rota')
    await page.setViewportSize({ width: 320, height: 640 })
    await expect(() => fits(page)).toPass({ timeout: 5000 })
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await test.step('without it the line is closed again, on open pages too', async () => {
    await page.getByRole('button', { name: /^Retirer/ }).click()
    await lou.sees(/Personne n’est libre pour répondre en ce moment/)
    await noor.sees(/Nobody is free to answer just now/)
  })

  await test.step('a shift that is open to be taken opens nothing until somebody takes it', async () => {
    await plans(page, { inMinutes: 8, forMinutes: 60, person: 'À prendre' })
    const mina = await aCounsellor()
    await mina.signIn('Mina')
    await mina.page.getByRole('link', { name: 'Planning' }).click()
    await lou.sees(/Personne n’est libre/)
    await mina.page.getByRole('button', { name: /^Prendre/ }).click()
    await lou.isAt(/Salut. Tu peux parler ici./)
    await look(mina.page, 'rota-counsellor')
    await mina.page.getByRole('button', { name: /^Laisser/ }).click()
    await lou.sees(/Personne n’est libre/)
    await page.getByRole('button', { name: /^Retirer/ }).click()
    await expect(page.getByRole('button', { name: /^Retirer/ })).toHaveCount(0)
  })

  await test.step('as many wait as may: the page is full, and says when there is room', async () => {
    const mina = await aColleague(house, 'mina')
    await mina.sit('break')
    await mostWaiting(house, 1)
    await lou.isAt(/Salut. Tu peux parler ici./)
    const zoe = await aVisitor()
    await zoe.arrive()
    await zoe.start()
    await lou.sees('Complet pour l’instant')
    await noor.sees('Full for now')
    await look(lou.page, 'full')
    await look(noor.page, 'full-english')
    await zoe.page.getByRole('button', { name: 'Partir' }).click()
    await lou.isAt(/Salut. Tu peux parler ici./)
    await mostWaiting(house, undefined)
    await mina.goHome()
  })
})

test('an administrator sets hours, holidays and a season, by keyboard, and is told what cannot be kept', async ({
  house,
  aVisitor,
  aCounsellor,
}) => {
  const lou = await aVisitor()
  await lou.page.goto('/')
  const agathe = await aCounsellor({ locale: 'en-GB' })
  const { page } = agathe
  await enters(page, 'Agathe')
  await page.getByRole('link', { name: 'Rota' }).focus()
  await page.keyboard.press('Enter')
  const hours = page.getByRole('region', { name: 'Hours' })
  await look(page, 'hours-english')

  try {
    const week = hours.getByRole('group', { name: 'A usual week' })
    await week.getByRole('textbox', { name: 'Monday' }).fill('9h-12h')
    await expect(week.getByText('A block cannot be read')).toBeVisible()
    await hours.getByRole('button', { name: 'Save' }).press('Enter')
    await expect(hours.getByText('A block cannot be read').last()).toBeVisible()
    for (const day of [
      'Monday',
      'Tuesday',
      'Wednesday',
      'Thursday',
      'Friday',
      'Saturday',
      'Sunday',
    ])
      await week.getByRole('textbox', { name: day }).fill('')
    await hours.getByRole('button', { name: 'Add a season' }).press('Enter')
    await hours.getByRole('textbox', { name: 'First day' }).fill('07-01')
    await hours.getByRole('textbox', { name: 'Last day' }).fill('06-31')
    await hours.getByRole('button', { name: 'Save' }).press('Enter')
    await expect(hours.getByText('A day is none')).toBeVisible()
    await hours.getByRole('textbox', { name: 'Last day' }).fill('07-31')
    await hours
      .getByRole('button', { name: /public holidays/ })
      .first()
      .press('Enter')
    await expect(hours.getByRole('group', { name: 'Christmas' })).toBeVisible()
    await look(page, 'hours-written')
    await page.setViewportSize({ width: 320, height: 640 })
    await expect(() => fits(page)).toPass({ timeout: 5000 })
    await page.setViewportSize({ width: 1440, height: 900 })
    await hours.getByRole('button', { name: 'Save' }).press('Enter')
    await expect(hours.getByText('Saved, and told on the open pages.')).toBeVisible()
    await lou.sees(/L’équipe n’est pas là jour et nuit/)
  } finally {
    await house.command('hours', 'always')
  }
})

/** By one click on a name, to wherever somebody of this role begins. */
async function enters(page: Page, alias: string) {
  await page.goto('/desk/')
  await page.getByRole('button', { name: alias }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
}

type Wish = { inMinutes: number; forMinutes: number; person?: string }

/** A shift by the dialog, at times of the line's own clock. */
async function plans(page: Page, { inMinutes, forMinutes, person = 'Mina' }: Wish) {
  const from = new Date(Date.now() + inMinutes * 60_000)
  const to = new Date(from.getTime() + forMinutes * 60_000)
  const told = (at: Date, options: Intl.DateTimeFormatOptions) =>
    at.toLocaleString('fr-FR', { ...options, timeZone: 'Europe/Paris' })
  const day = told(from, { weekday: 'long', day: 'numeric', month: 'long' })
  const clock = (at: Date) => told(at, { hour: '2-digit', minute: '2-digit' })
  await page
    .getByRole('button', { name: 'Ajouter une permanence' })
    .filter({ hasText: day })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'De' }).fill(clock(from))
  await dialog.getByRole('textbox', { name: 'À', exact: true }).fill(clock(to))
  if (person !== 'À prendre') {
    await dialog.getByRole('button', { name: /Qui/ }).click()
    await page.getByRole('option', { name: person }).click()
  }
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog).toBeHidden()
}

async function mostWaiting({ origin }: Demo, most: number | undefined) {
  const { token } = await call(origin, signInAsDemo, { body: { login: 'agathe' } })
  const [line] = (await call(origin, lines, { token })).lines
  if (!line) throw new Error('the demo has no line')
  const { mostWaiting: _before, ...settings } = line.settings
  const body = { settings: { ...settings, ...(most !== undefined && { mostWaiting: most }) } }
  await call(origin, saveLine, { token, params: { id: line.id }, body })
}
