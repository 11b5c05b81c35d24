import type { AlertKind } from '@veilleuse/domain/alert'
import type { PlaceReason, Rank } from '@veilleuse/domain/order'
import type { Urgency } from '@veilleuse/domain/triage'

type Today = { came: number; answered: number; inTime: number; due: number; unserved: number }
type There = { available: number; onBreak: number; places: number }

const ranks: Record<Rank, string> = {
  danger: 'se dit en danger',
  returned: 'conversation interrompue, reprend en tête',
  high: 'se dit très mal',
  usual: 'ordre d’arrivée',
}

/** The live board, in French. */
export const board = {
  unknown: 'Voici ce qu’on savait en dernier. On ne sait pas si c’est encore vrai.',
  alarm: (n: number) =>
    n === 1 ? 'Quelqu’un dit être en danger' : `${n} personnes disent être en danger`,
  since: 'depuis',
  look: 'Voir le tableau',
  seen: 'J’ai vu',
  alerts: {
    title: 'À voir maintenant',
    none: 'Rien à signaler.',
    many: (n: number) => (n === 0 ? 'Aucune alerte' : n === 1 ? '1 alerte' : `${n} alertes`),
    kinds: {
      danger: 'Quelqu’un dit être en danger',
      silent_at_risk: 'Un risque est noté, et la personne ne répond plus',
      nobody_can_take: 'Quelqu’un attend, et personne de présent ne peut répondre',
      nobody_there: 'C’est l’heure d’ouverture, et personne n’est là',
      long_wait: 'Attente longue',
      rings_missed: 'Deux appels manqués pour la même personne',
      counsellor_silent: 'Une réponse se fait attendre : proposer un relais',
    } satisfies Record<AlertKind, string>,
  },
  lines: {
    title: 'Les lignes',
    none: 'Aucune ligne.',
    line: 'Ligne',
    waiting: 'Attendent',
    oldest: 'La plus longue attente',
    talks: 'Conversations',
    there: 'Écoutant·es',
    today: 'Aujourd’hui',
    nobody: 'personne',
    pressing: (n: number, high: number): string => `${n}, dont ${high} en urgence`,
    present: ({ available, onBreak, places }: There): string =>
      [
        `${available} disponible${available > 1 ? 's' : ''}`,
        onBreak > 0 ? `${onBreak} en pause` : '',
        `${places} place${places > 1 ? 's' : ''} libre${places > 1 ? 's' : ''}`,
      ]
        .filter(Boolean)
        .join(', '),
    kept: ({ came, answered, inTime, due, unserved }: Today, minutes: number | undefined): string =>
      [
        `${came} venue${came > 1 ? 's' : ''}`,
        `${answered} avec réponse`,
        minutes === undefined ? '' : `${inTime} sur ${due} en moins de ${minutes} min`,
        `${unserved} sans réponse`,
      ]
        .filter(Boolean)
        .join(', '),
  },
  waiting: {
    title: 'Qui attend',
    none: 'Personne n’attend.',
    place: 'Place',
    line: 'Ligne',
    since: 'Attend depuis',
    language: 'Langue',
    why: 'Pourquoi à cette place',
    reason: ({ rank, passedBy, behindLonger }: PlaceReason): string =>
      [
        ranks[rank],
        passedBy > 0 ? `${passedBy} plus urgent${passedBy > 1 ? 's' : ''} devant` : '',
        behindLonger > 0
          ? `${behindLonger} moins urgent${behindLonger > 1 ? 's' : ''} devant, qui attend${behindLonger > 1 ? 'ent' : ''} depuis bien plus longtemps`
          : '',
      ]
        .filter(Boolean)
        .join(' ; '),
  },
  talks: {
    title: 'Conversations ouvertes',
    none: 'Aucune conversation ouverte.',
    line: 'Ligne',
    who: 'Avec',
    somebody: 'un·e écoutant·e',
    since: 'Depuis',
    risk: 'Risque',
    silence: 'Silence',
    absent: 'page fermée',
    judged: (urgency: Urgency, risk: string): string =>
      urgency === 'danger' ? `${risk} (a dit être en danger)` : risk,
    visitorSilent: (long: string) => `la personne, ${long}`,
    counsellorSilent: (long: string) => `attend une réponse, ${long}`,
    timeAsked: (long: string) => `a demandé du temps, ${long}`,
  },
  people: {
    title: 'Qui est là',
    none: 'Personne n’est à son poste.',
    who: 'Alias',
    state: 'État',
    load: 'Conversations',
    lines: 'Lignes',
    gone: 'poste injoignable',
    holds: (taken: number, limit: number): string => `${taken} sur ${limit}`,
  },
}
