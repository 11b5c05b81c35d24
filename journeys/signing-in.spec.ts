import { randomInt } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'
import { aFingerprintReader, codeOf } from './frame/authenticators.ts'
import { look } from './frame/look.ts'
import { test } from './frame/stage.ts'

test('by passphrase and six digits; locked and unlocked; by the words on paper', async ({
  house,
  aVisitor,
  aCounsellor,
}) => {
  const noam = await aCounsellor()
  const { page, watch } = noam
  const { passphrase, recovery, totpSecret } = house.person('noam')
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  const field = (name: string) => page.getByRole('textbox', { name })
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const atDesk = page.getByRole('heading', { level: 1, name: 'Poste' })

  await page.goto('/desk/')
  await field('Identifiant').fill('Noam ')
  await field('Phrase secrète').fill(passphrase)
  // The one of an hour ago: six digits, and not the right ones.
  await field('Code à six chiffres').fill(codeOf(totpSecret, -120))
  watch.expectFault(/401 \(Unauthorized\)/)
  await button('Entrer').click()
  await expect(page.getByText('l’un des trois n’est pas juste')).toBeVisible()
  await field('Code à six chiffres').fill(codeOf(totpSecret, 1))
  await button('Entrer').click()
  await expect(atDesk).toBeAttached()

  await test.step('locked, it rings on, and only a key to the vault opens it', async () => {
    await noam.takeSeat()
    await button('Verrouiller').click()
    await expect(page.getByRole('heading', { name: 'Ouvrir le coffre' })).toBeVisible()
    await look(page, 'desk-locked')
    const lou = await aVisitor()
    await lou.arrive()
    await lou.start()
    await expect(page.getByRole('alert')).toHaveText(/Quelqu’un vous appelle/)
    await field('Phrase secrète').fill('une autre phrase que la sienne')
    await button('Ouvrir').click()
    await expect(page.getByText('Ce n’est pas la bonne phrase.')).toBeVisible()
    await field('Phrase secrète').fill(passphrase)
    await button('Ouvrir').click()
    await noam.accept()
    await lou.isAt('Noam est là, avec toi.')
    await lou.end()
    await noam.conversation().wrapUp()
  })

  await test.step('in the demo, a reload asks for one click', async () => {
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Ouvrir le coffre' })).toBeVisible()
    await look(page, 'desk-reloaded')
    await button('Ouvrir d’un clic').click()
    await expect(atDesk).toBeAttached()
  })

  await test.step('the twelve words on paper open it, and no others', async () => {
    await page.keyboard.press('Alt+l')
    await page.getByRole('radio', { name: 'Mots de secours' }).check({ force: true })
    await field('Les douze mots imprimés').fill('un deux trois')
    await button('Ouvrir').click()
    await expect(page.getByText('Un des mots n’est pas dans la liste.')).toBeVisible()
    await field('Les douze mots imprimés').fill(recovery.split(' ').slice(0, 3).join(' '))
    await button('Ouvrir').click()
    await expect(page.getByText('Il faut douze mots ; il y en a 3.')).toBeVisible()
    await field('Les douze mots imprimés').fill(recovery.toUpperCase())
    await button('Ouvrir').click()
    await expect(atDesk).toBeAttached()
  })

  await button('Réglages').click()
  await button('Se déconnecter').click()
  await expect(page.getByRole('heading', { name: 'Prendre le poste' })).toBeVisible()
  // What opens the vault has never left the browser.
  const said = sent.join('\n')
  for (const secret of [passphrase, recovery]) expect(said).not.toContain(secret)
})

test('a passkey opens session and vault with one touch', async ({ house, aCounsellor }) => {
  const lucie = await aCounsellor()
  const { page } = lucie
  const { passphrase, totpSecret } = house.person('lucie')
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const own = page.getByRole('heading', { level: 1, name: 'Moi' })
  await aFingerprintReader(page)
  await page.goto('/desk/me')
  await page.getByRole('button', { name: /Lucie/ }).click()
  await expect(own).toBeVisible()
  await look(page, 'own-page')

  await page.getByRole('textbox', { name: 'Phrase secrète' }).fill(passphrase)
  await page
    .getByRole('textbox', { name: 'Le code affiché maintenant' })
    .fill(codeOf(totpSecret, 1))
  await button('Ajouter une clé d’accès').click()
  await expect(page.getByText('Clé d’accès ajoutée.')).toBeVisible()
  await expect(page.getByText(/Mots de secours, Clé d’accès/)).toBeVisible()

  await button('Réglages').click()
  await button('Se déconnecter').click()
  await button('Se connecter avec une clé d’accès').click()
  await expect(own).toBeVisible()
  await button('Verrouiller').click()
  await expect(page.getByRole('radio', { name: 'Clé d’accès' })).toBeChecked()
  await button('Ouvrir').click()
  await expect(own).toBeVisible()
})

test('somebody is invited, enrols, is let in, answers, and is removed', async ({
  aVisitor,
  aCounsellor,
}) => {
  test.setTimeout(240_000)
  const [agathe, sacha, yanis] = [await aCounsellor(), await aCounsellor(), await aCounsellor()]
  const line = lineOf(yanis.page)
  const login = `yanis-${randomInt(1_000_000)}`
  const at = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
  let link = ''
  let lineWords: readonly string[] = []
  let ownWords: readonly string[] = []

  await test.step('an administrator makes a link that works once', async () => {
    const { page } = agathe
    await page.goto('/desk/')
    await at(page, /Agathe/).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Bureau' })).toBeVisible()
    await look(page, 'office-administrator')
    lineWords = await wordsIn(page.getByRole('region', { name: 'Le répertoire de la ligne' }))
    await at(page, 'Inviter quelqu’un').click()
    const dialog = page.getByRole('dialog', { name: 'Inviter quelqu’un' })
    await dialog.getByRole('textbox', { name: 'Alias' }).fill('Yanis')
    await dialog.getByRole('textbox', { name: 'Identifiant' }).fill(login)
    await look(page, 'office-invite')
    await at(page, 'Créer le lien').click()
    const made = page.getByRole('alertdialog', { name: 'Lien d’invitation' })
    link = await made.getByText(/\/desk\/enrol#/).innerText()
    await at(page, 'Fermer').last().click()
    await expect(page.getByRole('listitem').filter({ hasText: 'Yanis' })).toContainText('Invité·e')
  })

  await test.step('whom it is for makes keys, in their own browser', async () => {
    const { page } = yanis
    await aFingerprintReader(page)
    await page.goto(link)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bienvenue, Yanis')
    expect(await wordsIn(page.getByRole('main'))).toEqual(lineWords)
    await look(page, 'enrol-1-you')
    await at(page, 'Ce sont les mêmes mots').click()

    await at(page, 'Prendre celle-ci').click()
    const passphrase = await page
      .getByRole('textbox', { name: 'Votre phrase secrète' })
      .inputValue()
    expect(passphrase.split(' ').length).toBeGreaterThanOrEqual(5)
    await page.getByRole('textbox', { name: 'Encore une fois' }).fill(passphrase)
    await look(page, 'enrol-2-passphrase')
    await at(page, 'Continuer').click()

    await expect(page.getByRole('img', { name: /Carré à scanner/ })).toBeVisible()
    const secret = await page.getByText(/^[A-Z2-7 ]{32,}$/).innerText()
    await look(page, 'enrol-3-second-factor')
    await page.getByRole('textbox', { name: 'Le code affiché maintenant' }).fill('000000')
    await page.getByRole('button', { name: 'Continuer' }).click()
    await expect(page.getByText('Ce n’est pas un code de cette application.')).toBeVisible()
    const code = codeOf(secret.replaceAll(' ', ''))
    await page.getByRole('textbox', { name: 'Le code affiché maintenant' }).fill(code)
    await at(page, 'Continuer').click()

    const recovery = await wordsIn(page.getByRole('main'))
    expect(recovery).toHaveLength(12)
    await look(page, 'enrol-4-recovery')
    await at(page, 'C’est noté').click()
    for (const asked of await page.getByRole('textbox', { name: /Mot n° \d+/ }).all()) {
      const name = await asked.evaluate((field: HTMLInputElement) => field.labels?.[0]?.innerText)
      await asked.fill(recovery[Number(/\d+/.exec(name ?? '')) - 1] ?? '')
    }
    await at(page, 'Continuer').click()

    await at(page, 'Ajouter une clé d’accès').click()
    await expect(page.getByText('Clé d’accès ajoutée.')).toBeVisible()
    await look(page, 'enrol-5-passkey')
    await at(page, 'Terminer').click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vous êtes de l’équipe')
    ownWords = await wordsIn(page.getByRole('main'))
    expect(ownWords).toHaveLength(6)
    await look(page, 'enrolled')
    await at(page, 'Entrer').click()
    await expect(page.getByText('Il vous manque les clés de la ligne')).toBeVisible()
    await look(page, 'desk-without-keys')
  })

  await test.step('the link works no second time', async () => {
    const stranger = await aCounsellor()
    stranger.watch.expectFault(/404 \(Not Found\)/)
    await stranger.page.goto(link)
    await expect(stranger.page.getByText('Ce n’est plus là.')).toBeVisible()
  })

  await test.step('a supervisor compares the six words, and lets them in with the keys', async () => {
    const { page } = sacha
    await sacha.signIn('Sacha')
    await page.getByRole('link', { name: 'Bureau' }).click()
    const waiting = page.getByRole('listitem').filter({ hasText: 'Demandez à Yanis' })
    await expect(waiting).toBeVisible()
    await look(page, 'office-supervisor')
    expect(await wordsIn(waiting)).toEqual(ownWords)
    await waiting.getByRole('button', { name: 'Les mots sont les mêmes : ajouter' }).click()
    await expect(page.getByText('Clés données à 1 personne.')).toBeVisible()
  })

  await test.step('the first conversation', async () => {
    await at(yanis.page, 'Vérifier à nouveau').click()
    await expect(yanis.page.getByText('Il vous manque les clés de la ligne')).toBeHidden()
    await yanis.takeSeat()
    const lou = await aVisitor()
    await lou.arrive()
    await lou.start()
    await lou.say('C’est ta première fois aussi ?')
    await yanis.accept()
    await lou.isAt('Yanis est là, avec toi.')
    await yanis.conversation().reads('C’est ta première fois aussi ?')
    await yanis.conversation().say('Oui. Et je suis content que ce soit toi.')
    await lou.reads('Oui. Et je suis content que ce soit toi.')
    await yanis.conversation().end('On s’est dit au revoir')
    await yanis.conversation().wrapUp()
  })

  await test.step('removed, and signed out within a second', async () => {
    const { page } = yanis
    await at(page, 'Verrouiller').click()
    await at(page, 'Ouvrir').click()
    await expect(page.getByRole('heading', { level: 1, name: 'Poste' })).toBeAttached()
    const own = agathe.page.getByRole('listitem').filter({ hasText: 'Yanis' })
    await own.getByRole('button', { name: 'Retirer' }).click()
    const [answer] = await Promise.all([
      agathe.page.waitForResponse(/\/remove$/),
      at(agathe.page, 'Retirer de l’équipe').click(),
    ])
    const removedAt = performance.now()
    expect(answer.status()).toBe(200)
    const cutAt = await line.cut
    expect(cutAt - removedAt).toBeLessThan(1000)
    yanis.watch.expectFault(/401 \(Unauthorized\)/)
    await expect(page.getByText('Vous n’êtes plus connecté·e sur ce poste.')).toBeVisible()
    await expect(own).toContainText('Retiré·e')
  })

  await test.step('and the line gets new keys, which the one who left does not have', async () => {
    const { page } = sacha
    await page.getByRole('link', { name: 'Poste' }).click()
    await page.getByRole('link', { name: 'Bureau' }).click()
    await expect(page.getByText(/Quelqu’un est parti/)).toBeVisible()
    await at(page, 'Publier de nouvelles clés: Écoute').click()
    await expect(page.getByText('De nouvelles clés sont publiées.')).toBeVisible()
    await expect(page.getByText(/Quelqu’un est parti/)).toBeHidden()
  })
})

/** The socket of this desk: until it is cut, and when that was. */
function lineOf(page: Page): { readonly cut: Promise<number> } {
  const cut = new Promise<number>((resolve) => {
    page.on('websocket', (socket) => {
      socket.once('close', () => resolve(performance.now()))
    })
  })
  return { cut }
}

/** Words that stand in a numbered list, to be read aloud or written down. */
async function wordsIn(place: Locator): Promise<readonly string[]> {
  const items = await place.getByRole('listitem').allInnerTexts()
  return items.flatMap((item) => /^\d+\s+(\S+)$/.exec(item)?.[1] ?? [])
}
