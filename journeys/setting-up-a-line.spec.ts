import { look } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

test('a line is set up by six questions, and an open page follows', async ({
  aVisitor,
  aCounsellor,
}) => {
  test.setTimeout(180_000)
  const [agathe, jules] = [await aCounsellor(), await aCounsellor()]
  const lou = await aVisitor()
  const { page } = agathe
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const next = button('Continuer')

  await jules.signIn('Jules')
  await jules.takeSeat()
  await lou.page.goto('/fr/droit')
  await expect(lou.page.getByRole('button', { name: 'Commencer à parler' })).toBeVisible()
  await look(lou.page, 'second-line')

  await test.step('an administrator answers one question after another', async () => {
    await page.goto('/desk/')
    await button(/Agathe/).click()
    await expect(page.getByRole('heading', { name: 'Les lignes' })).toBeVisible()
    await button('Modifier Droit').click()
    await expect(page.getByRole('heading', { name: 'À quoi sert cette ligne ?' })).toBeFocused()
    await page
      .getByRole('textbox', { name: 'Ce qu’on y trouve, en français' })
      .fill('La loi, expliquée simplement.')
    await look(page, 'line-purpose')
    await next.click()
    await page.getByRole('textbox', { name: 'À partir de (ans)' }).fill('douze')
    await expect(page.getByText(/Des âges de 0 à 120 ans/)).toBeVisible()
    await expect(button('Enregistrer')).toBeDisabled()
    await look(page, 'line-public')
    await page.getByRole('textbox', { name: 'À partir de (ans)' }).fill('12')
    await next.click()
    await look(page, 'line-support')
    await next.click()
    await page.getByText('Confidentielle', { exact: true }).click()
    await button('Proposer un texte d’après les réponses').click()
    await expect(
      page.getByRole('textbox', { name: 'Règles de la ligne, en français' }),
    ).toHaveValue(/^Droit : des juristes te lisent/)
    await look(page, 'line-limits')
    await next.click()
    await look(page, 'line-before')
    await next.click()
    await look(page, 'line-emergency')
    await page.setViewportSize({ width: 320, height: 640 })
    const wide = await page
      .getByRole('main')
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
    expect(wide, 'nobody scrolls sideways').toBe(0)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  await test.step('what was saved stands on the page that is open, without a reload', async () => {
    await button('Enregistrer').click()
    await expect(
      page.getByText('C’est enregistré, et visible sur les pages ouvertes.'),
    ).toBeVisible()
    await expect(lou.page.getByText('La loi, expliquée simplement.')).toBeVisible({ timeout: 3000 })
    await lou.page.getByText('Comment ça marche sur cette ligne').click()
    await expect(lou.page.getByText(/On ne te demande ni ton nom, ni ton numéro/)).toBeVisible()
  })

  await test.step('whoever comes to it rings there, and not at another line’s desk', async () => {
    await lou.start()
    await jules.accept()
    await lou.isAt('Jules est là, avec toi.')
    await lou.say('C’est légal ?')
    await jules.conversation().reads('C’est légal ?')
    await jules.conversation().end('On s’est dit au revoir')
    await jules.conversation().wrapUp()
  })
})

test('who answers on which line is said in the office', async ({ aCounsellor }) => {
  const agathe = await aCounsellor()
  const { page } = agathe
  await page.goto('/desk/')
  await page.getByRole('button', { name: /Agathe/ }).click()
  await page.getByRole('button', { name: 'Lignes Lucie' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Lignes Jules', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Où répond Jules' })
  await expect(dialog.getByRole('checkbox', { name: /^Droit/ })).toBeChecked()
  await expect(dialog.getByRole('checkbox', { name: /^Écoute/ })).not.toBeChecked()
  await look(page, 'line-people')
  await dialog.getByRole('button', { name: 'Annuler' }).click()
  await expect(dialog).toBeHidden()
})
