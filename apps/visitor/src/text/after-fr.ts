import type { AfterTexts } from './after-texts.ts'

export const afterTexts = {
  endings: {
    goodbye: ['Prends soin de toi', 'Merci d’avoir parlé. Ce n’est pas rien.'],
    silence: [
      'On s’est perdus de vue',
      'On ne te lisait plus, alors la conversation s’est arrêtée. Tu peux revenir quand tu veux.',
    ],
    out_of_scope: [
      'D’autres peuvent mieux t’aider',
      'Pour ça, on n’est pas les bonnes personnes. Les numéros en bas de page, si.',
    ],
    prank: ['La conversation est finie', 'Si un jour tu as besoin de parler, on sera là.'],
    wrong_number: ['La conversation est finie', 'Si un jour tu as besoin de parler, on sera là.'],
    test: ['La conversation est finie', 'C’était un essai. Merci.'],
    abuse: ['La conversation est finie', 'Si tu as besoin de parler, tu peux revenir.'],
    left: ['Tu as terminé', 'C’est toi qui décides. Tu peux revenir quand tu veux.'],
    abandoned: [
      'Tu as quitté la file',
      'Tu as bien fait d’essayer. Tu peux revenir quand tu veux.',
    ],
    lost: [
      'La connexion s’est perdue',
      'On a attendu un moment. Tu peux revenir, même pour finir une phrase.',
    ],
  },
  keepOrForget: 'Et maintenant ?',
  keep: 'Garder cette conversation',
  keepAbout: 'Huit mots te la rouvriront, sur n’importe quel appareil.',
  kept: 'Elle est gardée : tes mots la rouvriront. D’autres mots remplacent les premiers.',
  newWords: 'Changer de mots',
  forget: 'Tout effacer maintenant',
  forgetAbout: 'Ici et chez nous. Personne ne pourra plus la lire.',
  forgetAsk: 'Tout effacer ? On ne pourra pas revenir en arrière.',
  forgetYes: 'Oui, tout effacer',
  forgetNo: 'Non, attendre',
  forgotten: ['C’est effacé', 'Il ne reste rien de cette conversation, ni ici, ni chez nous.'],
  survey: 'Trois questions, si tu veux',
  heard: 'Est-ce qu’on a bien écouté ?',
  heardFrom: 'pas du tout',
  heardTo: 'vraiment',
  badNow: 'À quel point ça va mal, là ?',
  badNowFrom: 'pas mal du tout',
  badNowTo: 'très mal',
  comeAgain: 'Tu reviendrais, si besoin ?',
  yes: 'Oui',
  maybe: 'Peut-être',
  no: 'Non',
  answer: 'Envoyer mes réponses',
  thanks: 'Merci. Tes réponses sont comptées sans ta conversation.',
  after:
    'Si ça revient cette nuit ou demain, tu peux rouvrir cette page, ou appeler un numéro ci-dessous.',
} satisfies AfterTexts
