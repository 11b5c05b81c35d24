import type { PhraseTexts } from './phrase-texts.ts'

export const phraseTexts = {
  returnTitle: 'Tes huit mots',
  returnLabel: 'Écris tes mots, avec un espace entre chaque',
  returnAbout: 'Les quatre premières lettres suffisent. Accents et majuscules ne comptent pas.',
  count: (words) => (words === 1 ? '1 mot sur 8' : `${words} mots sur 8`),
  completions: 'Ce mot ?',
  unknown: (word) => `« ${word} » ne fait pas partie des mots possibles.`,
  meant: 'Peut-être :',
  mistyped:
    'Ces mots existent tous, mais pas ensemble. Deux sont peut-être échangés, ou l’un ressemble à un autre.',
  tooMany: 'Il y a trop de mots. Il en faut huit.',
  open: 'Retrouver ma conversation',
  opening: 'On ouvre ta conversation…',
  stretching: 'On essaie tes mots. Ça prend quelques secondes : c’est ce qui les protège.',
  notFound:
    'Ces mots n’ouvrent rien. La conversation a peut-être été effacée, ou un mot est un autre. Tu peux vérifier, ou commencer une nouvelle conversation.',
  cannotHere:
    'Ce navigateur ne sait pas ouvrir huit mots. Essaie avec un autre navigateur, ou un autre appareil.',
  noKeys: 'On n’arrive pas à vérifier les clés de l’équipe. Réessaie un peu plus tard.',
  trouble: 'Le réseau ne passe pas pour l’instant. Essaie encore dans un moment.',
  back: 'Revenir à l’accueil',
  found: 'Te revoilà',
  foundAbout:
    'Voilà ce que vous vous étiez écrit. Si tu continues, la personne qui répond pourra le lire aussi.',
  foundNothing: 'Les messages d’avant sont déjà effacés. Tu peux continuer quand même.',
  goOn: 'Continuer à parler',
  readOnly: 'Je voulais juste relire',

  keepTitle: 'Garder la conversation',
  keepAbout: [
    'On va te donner huit mots. Avec eux, tu pourras rouvrir cette conversation plus tard, ici ou ailleurs.',
    'Ils ne sont montrés qu’une fois, et personne ne peut les retrouver à ta place. Note-les là où personne d’autre ne regarde.',
  ],
  keepShared:
    'Si quelqu’un d’autre se sert de cet appareil, écris-les plutôt sur un papier, sans dire à quoi ils servent.',
  make: 'Voir mes mots',
  making: 'On prépare tes mots. Ça prend quelques secondes : c’est ce qui les protège.',
  madeTitle: (words) => (words === 8 ? 'Tes huit mots' : 'Tes douze mots'),
  madeAbout: 'L’ordre compte. Prends le temps de les noter.',
  copy: 'Copier',
  copied: 'Copié. Colle-les en lieu sûr, puis copie autre chose.',
  done: 'C’est noté',
  notNow: 'Pas maintenant',
} satisfies PhraseTexts
