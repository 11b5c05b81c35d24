import { look } from './frame/look.ts'
import { expect, test } from './frame/stage.ts'

test('closed is a state like any other, and it is told truly', async ({
  house,
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  await mina.signIn('Mina')
  const lou = await aVisitor()
  const start = lou.page.getByRole('button', { name: 'Commencer à parler' })

  await test.step('nobody on shift: that is what it says', async () => {
    await lou.page.goto('/')
    await lou.isAt(/On n’est pas là pour l’instant/)
    await lou.sees(/Personne n’est libre pour répondre en ce moment/)
    await expect(start).toHaveCount(0)
    await look(lou.page, 'closed-nobody')
    await expect(mina.page.getByText('Ligne fermée')).toBeVisible()
  })

  await test.step('somebody takes their seat, and the open page says so by itself', async () => {
    await lou.page.getByText('Qui va me répondre ?').click()
    await mina.takeSeat()
    await expect(mina.page.getByText('Ligne ouverte')).toBeVisible()
    await lou.isAt(/Salut. Tu peux parler ici./)
    await expect(start).toBeVisible()
    // What somebody was reading meanwhile is still open, and the door that came in place opens.
    await lou.sees(/Elle porte un prénom d’emprunt/)
    await lou.start()
    await lou.page.getByRole('button', { name: 'Partir' }).click()
    await lou.page.getByRole('button', { name: 'Revenir à l’accueil' }).click()
    await lou.isAt(/Salut. Tu peux parler ici./)
    await expect(mina.ring).toBeHidden()
  })

  try {
    await test.step('outside its hours it says when it opens, on open pages too', async () => {
      const noor = await aVisitor({ locale: 'en-GB' })
      // The answer to who comes too late is a refusal, which the browser counts as a fault.
      noor.watch.expectFault(/409 \(Conflict\)/)
      await noor.page.goto('/')
      await noor.isAt(/Hi. You can talk here./)
      // What somebody is about to press stays under their hand.
      const begin = noor.page.getByRole('button', { name: 'Start talking' })
      await begin.focus()
      const { day, inFrench, inEnglish } = dayAfterTomorrow()
      const back = lou.page.getByRole('button', { name: 'J’ai déjà mes huit mots' })
      await lou.page.clock.install()
      await lou.page.reload()
      await back.focus()
      const told = lou.page.waitForResponse('/')
      await house.command('hours', `${day} 14:30-18:00`, 'Europe/Paris')
      await expect(mina.page.getByText('Ligne fermée')).toBeVisible()
      await told
      await lou.isAt(/Salut. Tu peux parler ici./)
      await expect(back).toBeFocused()
      await back.blur()
      await lou.page.clock.fastForward('00:15')
      await lou.isAt(/On n’est pas là pour l’instant/)
      await lou.sees(`On ouvre ${inFrench} à 14 h 30`)
      await expect(start).toHaveCount(0)
      await look(lou.page, 'closed-hours')
      // Who had the hand on the door that was open before is not let in by it.
      await begin.click()
      await noor.page.getByRole('button', { name: 'Skip, and wait for somebody' }).click()
      await noor.sees(/The team has just closed/)
      await look(noor.page, 'closed-meanwhile')
      await noor.page.getByRole('button', { name: 'Back to the beginning' }).click()
      await noor.sees(`We open on ${inEnglish} at 2:30 p.m.`)
    })

    await test.step('a helpline that never opens promises no hour', async () => {
      await house.command('hours', 'never')
      await lou.page.reload()
      await lou.isAt(/On n’est pas là pour l’instant/)
      await expect(lou.page.getByText(/On ouvre/)).toHaveCount(0)
      for (const number of ['112', '3114'])
        await expect(
          lou.page
            .getByRole('contentinfo')
            .getByRole('listitem')
            .getByRole('link', { name: number, exact: true }),
        ).toBeVisible()
    })
  } finally {
    await house.command('hours', 'always')
  }

  await test.step('who waits while the last one leaves is told, and keeps the place', async () => {
    const zoe = await aVisitor()
    await zoe.arrive()
    await mina.setSeat('En pause')
    await zoe.start()
    await mina.setSeat('Hors service')
    await zoe.sees(/En ce moment, personne n’est là pour répondre/)
    await look(zoe.page, 'waiting-nobody')
    await zoe.sees('Tu es la prochaine personne.')
    await mina.takeSeat()
    await expect(zoe.page.getByText(/personne n’est là pour répondre/)).toHaveCount(0)
    await zoe.page.getByRole('button', { name: 'Partir' }).click()
    await zoe.isAt('Tu as quitté la file')
    await look(zoe.page, 'left-the-queue')
    await expect(mina.ring).toBeHidden()
  })
})

/** Two days from now where the line is: not today, not tomorrow, so it has a name of its own. */
function dayAfterTomorrow() {
  const then = new Date(Date.now() + 2 * 86_400_000)
  const named = (locale: string, weekday: 'long' | 'short') =>
    new Intl.DateTimeFormat(locale, { weekday, timeZone: 'Europe/Paris' }).format(then)
  return {
    day: named('en-GB', 'short').toLowerCase(),
    inFrench: named('fr-FR', 'long'),
    inEnglish: named('en-GB', 'long'),
  }
}
