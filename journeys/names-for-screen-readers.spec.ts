import { expect, type Page } from '@playwright/test'
import { test } from './frame/stage.ts'

test('each screen of a visitor has names and roles that make sense to the ear', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  await mina.signIn('Mina')
  await mina.takeSeat()
  await mina.setSeat('En pause')
  const lou = await aVisitor()
  const { page } = lou
  const main = page.getByRole('main')

  await lou.arrive()
  await expect(page).toHaveTitle('Accueil')
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - link "Aller au contenu"
    - banner:
      - paragraph: La Veilleuse
      - group: Langue Français
      - link "Quitter vite"
    - main:
      - heading "Salut. Tu peux parler ici." [level=1]
      - paragraph: /Une vraie personne te lit/
      - status: /Ouvert en ce moment/
      - heading "Ici, ça se passe comme ça" [level=2]
      - list:
        - listitem
        - listitem
        - listitem
      - button "Commencer à parler"
      - paragraph: /tu as lu ces trois lignes/
      - paragraph:
        - button "J’ai déjà mes huit mots"
    - region "Ici, ça se passe comme ça":
      - group: Qui va me répondre ?
      - group: Est-ce que mes parents le sauront ?
      - group: Et si je suis en danger ?
      - group: Qui peut lire ce que j’écris ?
      - group: Qu’est-ce qui est gardé ?
      - group: Cacher ma visite
    - contentinfo:
      - paragraph: Danger immédiat ? Appelle
      - list:
        - listitem:
          - link "112"
        - listitem:
          - link "114"
        - listitem:
          - link "3114"
        - listitem:
          - link "119"
  `)
  await expect(lou.exit).toHaveAccessibleDescription(/Au clavier\s: trois fois la touche Maj/)
  await expect(
    page.getByRole('button', { name: 'Commencer à parler' }),
  ).toHaveAccessibleDescription(/tu dis que tu as lu ces trois lignes/)

  await lou.start()
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "Ta place est gardée" [level=1]
      - status:
        - paragraph: Tu es la prochaine personne.
      - paragraph: /Tu ne prends la place de personne/
      - log "Conversation"
      - heading "En attendant" [level=2]
      - paragraph:
        - button "Respirer"
        - button "Regarder autour"
        - button "Trouver les mots"
        - button "D’autres lignes"
        - button /Que voit-on de ma visite/
      - checkbox /me laisser revenir/
      - paragraph:
        - button "Partir"
      - textbox "Écris ton message"
      - button "Envoyer"
  `)
  await expect(page.getByRole('checkbox')).toHaveAccessibleDescription(/appareil partagé/)
  await tells(page, 'status', 'Tu es la prochaine personne.')

  await lou.say('Bonjour')
  await mina.setSeat('Disponible')
  await mina.accept()
  await lou.isAt('Mina est là, avec toi.')
  await mina.conversation().say('Bonjour, je t’écoute.')
  await lou.reads('Bonjour, je t’écoute.')
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "Mina est là, avec toi." [level=1]
      - checkbox /me laisser revenir/
      - log "Conversation":
        - paragraph: "Toi : Bonjour"
        - text: Lu
        - paragraph: Mina arrive dans la conversation.
        - paragraph: "Mina : Bonjour, je t’écoute."
      - paragraph:
        - button "J’ai besoin de temps"
        - button "Terminer"
      - textbox "Écris ton message"
      - button "Envoyer"
  `)
  // A log is read out as it grows, and only what is new in it.
  await expect(lou.log).toHaveAttribute('aria-relevant', 'additions')
  // Who comes and goes is said at once.
  await expect(lou.heading).toHaveAttribute('aria-live', 'polite')

  await lou.end()
  await expect(main).toMatchAriaSnapshot(`
    - main:
      - heading "Tu as terminé" [level=1]
      - group: Relire la conversation
      - heading /Et maintenant/ [level=2]
      - paragraph:
        - button "Garder cette conversation"
      - paragraph:
        - button "Tout effacer maintenant"
      - heading "Trois questions, si tu veux" [level=2]
      - group /bien écouté/:
        - radio "1"
        - radio "5"
      - group /ça va mal/:
        - radio "0"
        - radio "10"
      - group /reviendrais/:
        - radio "Oui"
        - radio "Peut-être"
        - radio "Non"
      - button "Envoyer mes réponses"
  `)
  await page.getByRole('button', { name: 'Tout effacer maintenant' }).click()
  await tells(page, 'status', /On ne pourra pas revenir en arrière/)
  await page.getByRole('button', { name: 'Non, attendre' }).click()
  await lou.forget()
  await expect(lou.heading).toBeFocused()
  await mina.conversation().wrapUp()
})

test('the desk has names and roles that make sense to the ear', async ({
  aVisitor,
  aCounsellor,
}) => {
  const mina = await aCounsellor()
  const { page } = mina
  await page.goto('/desk/')
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - heading "Prendre le poste" [level=1]
      - region "Démonstration":
        - heading "Démonstration" [level=2]
        - list:
          - listitem:
            - button "Agathe Administrateur·rice"
      - button "Se connecter avec une clé d’accès"
      - textbox "Identifiant"
      - textbox "Phrase secrète"
      - textbox "Code à six chiffres"
      - button "Entrer"
  `)
  await mina.signIn('Mina')
  await expect(page.locator('body')).toMatchAriaSnapshot(`
    - link "Aller au contenu"
    - banner:
      - navigation:
        - link "Poste"
        - link "Moi"
      - paragraph: /Ligne fermée/
      - button /Mina\\s*Hors service/
      - button "Verrouiller"
      - button "Réglages"
    - complementary "File d’attente":
      - heading "File d’attente 0" [level=2]
    - main:
      - heading "Poste" [level=1]
      - heading "Bonsoir" [level=2]
      - button "Me rendre disponible"
  `)
  await mina.takeSeat()
  const lou = await aVisitor()
  await lou.arrive()
  await lou.start()
  // Somebody who listens hears that it rings, and how to answer.
  await tells(page, 'alert', /Quelqu’un vous appelle.*Touche A pour accepter, D pour passer/)
  await expect(mina.ring).toMatchAriaSnapshot(`
    - region "Quelqu’un vous appelle":
      - alert
      - heading "Quelqu’un vous appelle" [level=2]
      - button "Accepter"
      - button "Passer"
      - button "Couper le son"
      - paragraph:
        - progressbar /s pour répondre/
  `)
  await expect(mina.queue.getByRole('listitem')).toHaveText(/1er.*attend depuis.*français/)
  await mina.accept()
  await lou.say('Bonjour')
  const talk = mina.conversation()
  await talk.reads('Bonjour')
  await expect(talk.card).toMatchAriaSnapshot(`
    - article "Conversation 1":
      - heading "Conversation 1" [level=2]
      - paragraph: est là
      - button /Risque\\s*Aucun/
      - button "Notes de l’équipe"
      - button "Terminer"
      - log "Messages":
        - text: "La personne :"
        - paragraph: Bonjour
      - button "Phrases préparées"
      - textbox "Votre message (1)"
      - button "Envoyer" [disabled]
  `)
  await talk.card.getByRole('button', { name: 'Terminer' }).click()
  await expect(page.getByRole('alertdialog')).toMatchAriaSnapshot(`
    - alertdialog "Terminer cette conversation ?":
      - heading "Terminer cette conversation ?" [level=2]
      - button "Fermer"
      - radiogroup "Pourquoi":
        - radio "On s’est dit au revoir"
        - radio "Propos abusifs"
      - textbox "Quelques mots pour finir (facultatif)"
      - button "Continuer à parler"
      - button "Terminer la conversation" [disabled]
  `)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await lou.end()
  await expect(talk.card.getByRole('heading', { level: 3 })).toHaveText('Noter le contact')
  await tells(page, 'status', 'Indiquez ce que c’était.')
  await talk.wrapUp()
})

/** Said aloud without being looked for. */
async function tells(page: Page, how: 'status' | 'alert', words: string | RegExp): Promise<void> {
  await expect(page.getByRole(how).filter({ hasText: words }).first()).toBeAttached()
}
