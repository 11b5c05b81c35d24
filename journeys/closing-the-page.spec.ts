import { expect, test } from './frame/stage.ts'

test('a visitor closes the page or reloads it, and nobody waits for them in vain', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  await mina.signIn('Mina')
  await mina.takeSeat()
  const { card, ...talk } = mina.conversation()
  const left = card.getByText('La personne a quitté la conversation.')

  const lou = await aVisitor()
  await test.step('closed in mid-conversation: the counsellor is told, and can go on', async () => {
    await lou.arrive()
    await lou.start()
    await lou.say('J’essaie d’écrire')
    await mina.accept()
    await lou.isAt('Mina est là, avec toi.')
    await lou.page.close({ runBeforeUnload: true })
    await expect(left).toBeVisible()
    await talk.wrapUp()
  })

  const noor = await aVisitor()
  await test.step('reloaded: the same, and the page begins anew', async () => {
    await noor.arrive()
    await noor.start()
    await mina.accept()
    await noor.isAt('Mina est là, avec toi.')
    await noor.page.reload()
    await noor.isAt(/Salut/)
    await expect(left).toBeVisible()
    await talk.wrapUp()
  })

  await test.step('gone from the queue: nobody is called for them', async () => {
    await mina.setSeat('En pause')
    await noor.start()
    await expect(mina.queue.getByRole('listitem')).toHaveCount(1)
    await noor.page.goto('about:blank')
    await expect(mina.queue.getByText('Personne n’attend', { exact: false })).toBeVisible()
  })

  await test.step('with the way back asked for, a reload goes on where it was', async () => {
    await noor.arrive()
    await noor.start()
    await noor.say('Je reviens tout de suite')
    const wayBack = noor.page.getByLabel(/me laisser revenir/)
    const without = /recharger ou fermer la page termine la conversation/
    await expect(wayBack).toHaveAccessibleDescription(without)
    await wayBack.check()
    await expect(wayBack).not.toHaveAccessibleDescription(without)
    await mina.setSeat('Disponible')
    await mina.accept()
    await noor.isAt('Mina est là, avec toi.')
    await wayBack.uncheck()
    await noor.sees('Fermé à clé. Rien n’est gardé sur cet appareil.')
    await expect(wayBack).toHaveAccessibleDescription(without)
    expect(await noor.page.evaluate(() => sessionStorage.length)).toBe(0)
    await wayBack.check()
    await noor.sees('Fermé à clé. La clé reste dans cet onglet.')
    const goesOn = async () => {
      await noor.reads('Je reviens tout de suite')
      await noor.isAt('Mina est là, avec toi.')
      await noor.sees('Fermé à clé. La clé reste dans cet onglet.')
      await expect(left).toBeHidden()
    }
    for (const _ of ['once', 'twice', 'three times']) {
      await noor.page.reload()
      await goesOn()
    }
    await noor.page.goto('about:blank')
    await noor.page.goBack()
    await goesOn()
    await noor.end()
    await talk.wrapUp()
  })
})
