import type { Retention } from '../page-input.ts'
import { helplinesFr } from './helplines-fr.ts'
import type { PageTexts } from './page-texts.ts'

export const pageFr = {
  title: 'Accueil',
  language: 'Français',
  languages: 'Langue',
  skip: 'Aller au contenu',
  exit: 'Quitter vite',
  exitAbout: 'Ouvre une page banale à la place de celle-ci. Au clavier : trois fois la touche Maj.',
  greeting: ['Salut. Tu peux', 'parler ici.'],
  lead: 'Une vraie personne te lit et te répond. C’est gratuit, et on ne te demande pas qui tu es.',
  openUntil: (moment) => `Ouvert jusqu’${moment}`,
  open: 'Ouvert en ce moment',
  wait: ({ fromMinutes, toMinutes }) =>
    toMinutes > 90
      ? 'plus d’une heure d’attente'
      : fromMinutes === 0
        ? `moins de ${toMinutes} minutes d’attente`
        : `entre ${fromMinutes} et ${toMinutes} minutes d’attente`,
  waitUnknown: 'on ne sait pas encore combien de temps ça prendra',
  dueSoon: (moment) => `quelqu’un arrive ${moment}`,
  fullGreeting: ['Salut. Il y a trop', 'de monde d’un coup.'],
  full: 'Toute l’équipe est déjà en train de parler, et beaucoup de personnes attendent. Cette page le dira d’elle-même dès qu’une place se libère.',
  fullNow: 'Complet pour l’instant',
  closedGreeting: ['Salut. On n’est', 'pas là pour l’instant.'],
  closedHours:
    'L’équipe n’est pas là jour et nuit. Tu peux revenir dès que c’est ouvert : on te lira.',
  closedNobody:
    'Personne n’est libre pour répondre en ce moment, alors que ce serait l’heure. Cette page le dira d’elle-même dès que ça change.',
  opensAt: (moment) => `On ouvre ${moment}`,
  dueAt: (moment) => `Quelqu’un doit arriver ${moment}`,
  rulesTitle: 'Ici, ça se passe comme ça',
  rules: [
    'Une personne de l’équipe te répond, jamais un robot.',
    'Tu ne donnes ni ton nom, ni ton numéro.',
    'Ça reste entre l’équipe et toi, sauf si une vie est en danger.',
  ],
  start: 'Commencer à parler',
  starting: 'Un instant…',
  startMeans: 'En commençant, tu dis que tu as lu ces trois lignes.',
  noNetwork: 'Le réseau ne passe pas. Essaie encore dans un moment.',
  unsealed:
    'Les conversations ne peuvent pas encore être fermées à clé ici. Alors on attend : rien ne s’écrit tant que ce n’est pas sûr.',
  return: 'J’ai déjà mes huit mots',
  others: 'Tu peux aussi parler ici',
  otherOpen: 'ouvert',
  otherClosed: 'fermé pour l’instant',
  ownRules: 'Comment ça marche sur cette ligne',
  without:
    'Pour écrire ici, il faut un navigateur récent avec JavaScript. Les numéros en bas de page marchent sans.',
  questions: [
    {
      ask: 'Qui va me répondre ?',
      answer: [
        'Une personne de l’équipe, formée pour écouter. Elle porte un prénom d’emprunt, mais c’est bien quelqu’un, du début à la fin.',
        'Une personne responsable peut lire en même temps, pour aider celle qui te répond. Elle fait partie de la même équipe et garde les mêmes secrets.',
      ],
    },
    {
      ask: 'Est-ce que mes parents le sauront ?',
      answer: [
        'Non. On ne prévient ni tes parents, ni ton école. On ne connaît ni ton nom, ni ton numéro, ni ton adresse.',
        'Une seule exception : si ta vie ou celle de quelqu’un est en danger, l’équipe peut prévenir les secours avec ce que tu lui as dit. Elle t’en parle avant, sauf si t’en parler augmente le danger.',
      ],
    },
    {
      ask: 'Et si je suis en danger ?',
      answer: [
        'Si c’est maintenant, appelle un des numéros en bas de la page. C’est gratuit, même sans forfait.',
        'Si tu ne peux pas parler à voix haute, écris-le ici, même en un mot. On cherchera avec toi comment te mettre à l’abri.',
      ],
    },
    {
      ask: 'Qui peut lire ce que j’écris ?',
      answer: [
        'Tes messages sont fermés à clé sur ton appareil avant de partir. Seule l’équipe d’écoute peut les ouvrir : ni les machines qui les transportent, ni ton opérateur, ni nous par curiosité.',
        'Voilà ce que cette clé ne cache pas. Quelqu’un qui regarde ton écran ou qui fouille ton téléphone. Le fait que cet appareil a ouvert ce site, à quelle heure, et combien de messages sont passés. Ce que tu racontes toi-même, comme ton nom ou ton école. Et, comme pour toute page web, la première fois que tu l’ouvres, tu dois faire confiance au site qui te l’envoie.',
      ],
    },
  ],
  keptAsk: 'Qu’est-ce qui est gardé ?',
  kept: (retention) => [
    'Sur ton appareil : rien, sauf si tu le choisis. Pas de cookie, pas de compte, pas de publicité, et aucun autre site n’est prévenu.',
    `Chez nous : tes messages, fermés à clé.${retention ? lengths(retention) : ''} À la fin, tu peux tout effacer toi-même, tout de suite.`,
    'On n’enregistre pas l’adresse internet de ton appareil. On compte les conversations, jamais qui les a eues.',
  ],
  hide: {
    ask: 'Cacher ma visite',
    answer: [
      '« Quitter vite », en haut, ferme cette page et en ouvre une autre, banale. Le bouton « précédent » ne ramène pas ici. Au clavier : trois fois la touche Maj.',
      'Ce bouton n’efface pas l’historique du navigateur. Le plus simple est d’ouvrir d’abord une fenêtre de navigation privée, puis de la fermer en partant. Sinon, tu peux effacer la dernière heure dans les réglages de l’historique.',
      'Si quelqu’un surveille ton téléphone, prends un autre appareil : celui d’une personne de confiance, du collège, de la médiathèque.',
    ],
  },
  helplines: helplinesFr,
  emergency: 'Danger immédiat ?',
  emergencyCall: 'Appelle',
  demo: 'Page d’essai : personne ne répond pour de vrai. En cas de besoin, appelle un numéro ci-dessous.',
} satisfies PageTexts

function lengths({ withoutPhraseHours, withPhraseDays }: Retention): string {
  const short =
    withoutPhraseHours % 24 === 0 && withoutPhraseHours > 24
      ? `${withoutPhraseHours / 24} jours`
      : `${withoutPhraseHours} heures`
  return ` Ils sont effacés ${short} après la fin, ou ${withPhraseDays} jours si tu gardes la conversation avec huit mots.`
}
