import type { Anonymity, Skill } from '@veilleuse/domain/line'
import type { Fault, Step } from '../lines/draft.ts'

/** Setting up lines, in French. */
export const lines = {
  title: 'Les lignes',
  text: 'Chaque ligne a son but, son public, ses personnes et ses horaires. Ce que vous changez se voit tout de suite sur les pages ouvertes.',
  add: 'Ajouter une ligne',
  setUp: 'Mettre en place',
  change: 'Modifier',
  retire: 'Ne plus proposer',
  retireTitle: (name: string) => `Ne plus proposer « ${name} » ?`,
  retireText:
    'La page de la ligne disparaît. Les personnes qui attendent ou qui parlent sont servies ; ce qui est compté le reste.',
  cancel: 'Annuler',
  saved: 'C’est enregistré, et visible sur les pages ouvertes.',
  answering: (n: number) =>
    n === 0
      ? 'Personne n’y répond encore.'
      : n === 1
        ? '1 personne y répond'
        : `${n} personnes y répondent`,
  noSupervisor: 'Sans superviseur·e : personne ne pourra relire ses archives.',
  rulesNone: 'Pas de règles propres',
  rulesVersion: (n: number, on: string) => `Règles, version ${n}, du ${on}`,
  page: 'Voir la page',
  asks: 'Quelques questions pour mettre cette ligne en place',
  step: (n: number, of: number) => `Question ${n} sur ${of}`,
  next: 'Continuer',
  back: 'Retour',
  save: 'Enregistrer',
  leave: 'Quitter sans enregistrer',
  french: 'en français',
  english: 'en anglais',
  steps: {
    purpose: 'À quoi sert cette ligne ?',
    public: 'Pour qui ?',
    support: 'Qui répond, et en combien de temps ?',
    limits: 'Quelles limites ?',
    before: 'Que demander avant l’attente ?',
    emergency: 'Et en cas de danger ?',
  } satisfies Record<Step, string>,
  faults: {
    name: 'Un nom est nécessaire, en français et en anglais.',
    slug: 'Des minuscules, des chiffres et des traits d’union, 40 au plus.',
    ages: 'Des âges de 0 à 120 ans, le premier avant le second.',
    promised: 'Un nombre de minutes, de 1 à 240.',
    most: 'Un nombre entier de personnes, 1 au moins.',
    languages: 'Une langue au moins.',
    topics: 'Chaque sujet a besoin de ses mots en français et en anglais, 40 caractères au plus.',
    numbers: 'Un numéro au moins ; chacun avec ses mots en deux langues et sa source.',
    rules: 'Les règles ont besoin des deux langues, ou d’aucune.',
  } satisfies Record<Fault, string>,
  purpose: {
    name: 'Nom de la ligne',
    nameHint: 'Un ou deux mots, tels que les jeunes les voient.',
    slug: 'Nom dans l’adresse',
    slugHint: 'Ne change plus ensuite : des liens y mènent.',
    purpose: 'Ce qu’on y trouve',
    purposeHint: 'Une ou deux phrases simples : écoute, aide psychologique, droit, information…',
  },
  public: {
    audience: 'Le public, en quelques mots',
    ageFrom: 'À partir de (ans)',
    ageTo: 'Jusqu’à (ans)',
    agesHint: 'Pour orienter, jamais pour vérifier : on ne demande pas de preuve.',
    languages: 'Langues dans lesquelles on y parle',
  },
  support: {
    skill: 'Qui répond',
    skills: {
      listener: 'Des écoutants et écoutantes',
      psychologist: 'Des psychologues',
      lawyer: 'Des juristes',
    } satisfies Record<Skill, string>,
    promised: 'Attente que vous vous promettez de ne pas dépasser (minutes)',
    promisedHint: 'Sert au tableau et aux chiffres ; la page montre l’attente vraie.',
    silence: 'Quand quelqu’un ne répond plus',
    silences: { usual: 'Comme dans un tchat', slow: 'Comme pour des messages' },
    silenceHints: {
      usual: 'La page demande à 3 et 6 minutes, prévient à 11 et termine à 12.',
      slow: 'La page demande à 10 et 20 minutes, prévient à 30 et termine à 35.',
    },
    most: 'Nombre de personnes en attente à partir duquel la ligne est « complète »',
    mostHint: 'Vide : jamais. Une file sans fin ne rend service à personne.',
    overflow: 'Quand elle est fermée ou complète, proposer d’abord',
    overflowNone: 'Aucune autre ligne',
  },
  limits: {
    anonymity: 'Anonymat',
    anonymities: {
      anonymous: 'Anonyme',
      confidential: 'Confidentielle',
    } satisfies Record<Anonymity, string>,
    anonymityHints: {
      anonymous: 'Rien ne permet de savoir qui parle, même en danger de vie.',
      confidential:
        'Si une vie est en danger, la ligne peut lever ce qu’elle peut de l’anonymat. La page le dit.',
    } satisfies Record<Anonymity, string>,
    rules: 'Règles de la ligne',
    rulesHint:
      'Comment ça marche, à quoi ça sert, ce qui est gardé, les limites. Un paragraphe entre deux lignes vides. Chaque enregistrement fait une nouvelle version ; on sait laquelle chaque personne a lue.',
    propose: 'Proposer un texte d’après les réponses',
  },
  before: {
    text: 'Deux questions au plus, toujours facultatives. Une réponse donne un rang dans la file, jamais un refus.',
    danger: '« Es-tu en danger maintenant ? »',
    dangerHint:
      'Un oui montre aussitôt les numéros d’urgence, sonne chez la supervision et passe en tête.',
    howBad: '« À quel point ça va mal, de 0 à 10 ? »',
    howBadHint: 'À partir de 8, la personne passe plus tôt.',
    topics: 'Sujets proposés (« De quoi veux-tu parler ? »)',
    topic: (n: number) => `Sujet ${n}`,
    addTopic: 'Ajouter un sujet',
    remove: 'Enlever',
  },
  emergency: {
    country: 'Pays de la ligne',
    countryHint: 'Ses numéros courts ne valent que là.',
    countries: {
      FR: 'France',
      BE: 'Belgique',
      LU: 'Luxembourg',
      CH: 'Suisse',
      CA: 'Canada',
      DE: 'Allemagne',
      ES: 'Espagne',
      IT: 'Italie',
      NL: 'Pays-Bas',
      PT: 'Portugal',
      GB: 'Royaume-Uni',
      IE: 'Irlande',
    },
    text: 'Montrés sur chaque page, ouverte ou fermée. Chaque numéro dit où il a été vérifié.',
    number: (n: number) => `Numéro ${n}`,
    dialled: 'À composer',
    label: 'Ce que c’est',
    source: 'Où il a été vérifié',
    add: 'Ajouter un numéro',
    remove: 'Enlever',
  },
  people: {
    lines: 'Lignes',
    place: 'Lignes et langues',
    title: (alias: string) => `Où répond ${alias}`,
    on: 'Répond sur',
    languages: 'Parle',
    none: 'Aucune ligne',
  },
  proposal: ({ name, who, confidential }: Proposal) =>
    [
      `${name} : ${who} te lisent et te répondent par écrit. C’est gratuit. On ne te demande ni ton nom, ni ton numéro.`,
      'Écrire prend du temps : une réponse peut mettre quelques minutes à venir. Tu peux t’arrêter quand tu veux, sans donner de raison.',
      confidential
        ? 'Ce que tu dis reste dans l’équipe. Une exception : si ta vie ou celle de quelqu’un est en danger, l’équipe peut prévenir les secours avec ce qu’elle sait. On t’en parle avant, sauf si ça augmente le danger.'
        : 'Ce que tu dis reste dans l’équipe. On ne sait pas qui tu es : en danger de vie, on ne peut prévenir les secours qu’avec ce que tu nous dis. Tu peux aussi appeler toi-même les numéros en bas de la page.',
      'On n’établit pas d’ordonnance, on ne remplace pas un suivi, et on n’ouvre ni liens ni images.',
    ].join('\n\n'),
}

export type Proposal = {
  readonly name: string
  readonly who: string
  readonly confidential: boolean
}
