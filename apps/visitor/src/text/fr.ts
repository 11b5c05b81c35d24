import type { Texts } from './texts.ts'

export const texts = {
  preparing: 'On prépare ta place',
  steps: {
    keys: 'On vérifie que c’est bien l’équipe…',
    sealing: 'On ferme ta conversation à clé…',
    arriving: 'On te garde une place…',
    crowd: 'Beaucoup de monde arrive en même temps. Ta place arrive, encore quelques secondes…',
    returning: 'On retrouve ta conversation…',
  },
  sentences: {
    again: 'Ça n’a pas marché cette fois. Tu n’y es pour rien. Essaie encore dans un moment.',
    clock:
      'La date de ton appareil ne va pas avec les clés de l’équipe. Vérifie sa date et son heure, puis réessaie. Si elles sont justes, réessaie un peu plus tard.',
    closed:
      'L’équipe vient de fermer. Tu peux revenir à la prochaine ouverture : elle est écrite sur la page d’accueil.',
    elsewhere: 'Ta conversation est ouverte ailleurs, dans un autre onglet. Elle continue là-bas.',
    gone: 'Cette conversation est effacée. Il n’en reste rien.',
    notAllowed: 'Ici, ce n’est pas possible pour l’instant. Tu peux réessayer plus tard.',
    offline: 'Le réseau ne passe pas pour l’instant. Essaie encore dans un moment.',
    over: 'Cette conversation n’est plus ouverte ici. Tu peux en commencer une autre.',
    reload: 'La page a changé depuis que tu l’as ouverte. Recharge-la, et ça repart.',
    tooFast: 'Ça va un peu vite pour nous. Attends une minute, puis essaie encore.',
    tooLong: 'Ce message est trop long pour partir en une fois. Coupe-le en deux.',
    unsealed:
      'On n’arrive pas à fermer ta conversation à clé. Alors on ne l’ouvre pas : rien de ce que tu écris ne doit partir sans protection. Tu n’y es pour rien. Réessaie un peu plus tard.',
  },
  stuck: 'On reste là',
  again: 'Réessayer',
  reload: 'Recharger la page',
  home: 'Revenir à l’accueil',

  waiting: 'Ta place est gardée',
  position: (position) =>
    position < 2
      ? 'Tu es la prochaine personne.'
      : position === 2
        ? 'Encore 1 personne avant toi.'
        : `Encore ${position - 1} personnes avant toi.`,
  wait: ({ fromMinutes, toMinutes }) =>
    toMinutes > 90
      ? 'Plus d’une heure.'
      : fromMinutes === 0
        ? `Moins de ${toMinutes} minutes.`
        : `Entre ${fromMinutes} et ${toMinutes} minutes.`,
  nobodyHere:
    'En ce moment, personne n’est là pour répondre. Ta place reste gardée, mais on ne sait pas dire combien de temps.',
  atHead:
    'La personne qui te répondait n’est plus là. Quelqu’un prendra la suite : tu es en tête de la file.',
  placeKept:
    'Tu ne prends la place de personne. Tu peux verrouiller ton téléphone : elle t’attend 15 minutes.',
  leave: 'Partir',
  stay: 'Si cette page se ferme par accident, me laisser revenir',
  notStaying: 'Sinon, recharger ou fermer la page termine la conversation.',
  stayAbout: 'La clé reste dans cet onglet jusqu’à la fin. À éviter sur un appareil partagé.',

  log: 'Conversation',
  someone: 'Une personne de l’équipe',
  here: (alias) => `${alias} est là, avec toi.`,
  away: (alias) => `${alias} a un souci de réseau et revient.`,
  sealed: 'Fermé à clé. Rien n’est gardé sur cet appareil.',
  sealedStaying: 'Fermé à clé. La clé reste dans cet onglet.',
  typing: (alias) => `${alias} écrit…`,
  you: 'Toi',
  message: 'Écris ton message',
  messageEarly: 'Tu peux déjà écrire',
  send: 'Envoyer',
  fate: { onItsWay: 'En route', received: 'Reçu', read: 'Lu' },
  notKept: 'Pas parti',
  time: 'J’ai besoin de temps',
  timeTold: 'C’est dit. Prends ton temps.',
  silence: {
    asked: 'Toujours là ? Prends ton temps.',
    soft: 'Dur de trouver les mots ? Un « oui » ou un « non » suffit.',
    warning:
      'La conversation se ferme bientôt. Un mot la garde ouverte, ou « J’ai besoin de temps ».',
  },
  end: 'Terminer',
  endAsk: 'On s’arrête là ?',
  endYes: 'Oui, terminer',
  endNo: 'Non',
  left: (characters) => `Encore ${characters} caractères`,
  over: (characters) => `${characters} caractères de trop.`,
  cut: 'Coupe-le en deux messages.',
  offline: 'Pas de réseau. Tu peux écrire quand même : ça partira dès qu’il revient.',
  connecting: 'On se reconnecte…',
  missing: 'Un message est encore en chemin. On le redemande.',
  unreadable: 'Un message reçu n’est pas de l’équipe, ou a été abîmé. On ne te le montre pas.',
  came: (alias) => `${alias} arrive dans la conversation.`,
  tookOver: (alias) => `${alias} prend la suite. La conversation continue.`,
  lost: 'La personne qui te répondait n’est plus là. Quelqu’un prendra la suite : tu es en tête de la file, et ce que vous avez écrit est toujours là.',
  earlier: 'Vos échanges d’avant',
  now: 'Maintenant',

  summary: (alias) => `Ce que ${alias} te laisse`,
  ended: 'La conversation est finie',
} satisfies Texts
