import { fits } from './frame/fits.ts'
import { look } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

test('somebody in danger sees whom to call at once, and keeps a place', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  await mina.signIn('Mina')
  await mina.takeSeat()
  const lou = await aVisitor()
  const { page } = lou
  const numbers = page.getByRole('alert')
  await lou.arrive()

  await test.step('one question, which nobody must answer', async () => {
    await page.getByRole('button', { name: 'Commencer à parler' }).click()
    await lou.isAt(/Es-tu en danger, là, maintenant/)
    await expect(lou.heading).toBeFocused()
    await expect(lou.exit).toBeVisible()
    await look(page, 'asking-danger')
    await expect(numbers).toHaveCount(0)
  })

  await test.step('yes: the numbers, large, and a place all the same', async () => {
    await page.getByRole('button', { name: 'Oui, je suis en danger' }).click()
    await expect(numbers.getByRole('link', { name: /^112/ })).toHaveAttribute('href', 'tel:112')
    await lou.isAt('Ta place est gardée')
    for (const number of ['112', '114', '3114', '119'])
      await expect(numbers.getByText(number, { exact: true })).toBeInViewport({ ratio: 0.9 })
    await fits(page)
    await look(page, 'waiting-in-danger')
  })

  await test.step('the counsellor reads what was answered, apart from the words', async () => {
    await lou.say('Il est devant la porte.')
    await mina.accept()
    const talk = mina.conversation()
    await talk.reads('Avant d’attendre, la page a demandé', 'En danger maintenant ?')
    await talk.reads('Il est devant la porte.')
    await lou.isAt('Mina est là, avec toi.')
    await expect(numbers).toHaveCount(0)
    await expect(lou.log.getByText('danger')).toHaveCount(0)
    await look(mina.page, 'desk-answers')
    await lou.end()
    await talk.wrapUp()
  })
})

test('a page whose questions do not come goes straight to a place', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  await mina.signIn('Mina')
  await mina.takeSeat()
  const lou = await aVisitor()
  await lou.page.route('**/assets/triage-*.js', (route) => route.abort())
  await lou.page.route('**/assets/wait-*.js', (route) => route.abort())
  lou.watch.expectFault(/Failed to load resource/)
  await lou.arrive()
  await lou.page.getByRole('button', { name: 'Commencer à parler' }).click()
  await lou.isAt('Ta place est gardée')
  await lou.say('Il y a quelqu’un ?')
  await expect(lou.page.getByRole('heading', { name: 'En attendant' })).toHaveCount(0)
  await lou.page.getByRole('button', { name: 'Partir' }).click()
  await lou.isAt('Tu as quitté la file')
})
