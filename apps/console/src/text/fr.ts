import type { ProblemCode } from '@veilleuse/contract/problems'
import { board } from './fr-board.ts'
import { desk } from './fr-desk.ts'
import { lines } from './fr-lines.ts'
import { office } from './fr-office.ts'
import { record } from './fr-record.ts'
import { rota } from './fr-rota.ts'

export const fr = {
  name: 'Veilleuse',
  language: 'Français',
  languageLabel: 'Langue',
  theme: { label: 'Lumière', system: 'Comme l’appareil', light: 'Jour', dark: 'Nuit' },
  volume: 'Volume de la sonnerie',
  mute: 'Couper le son',
  unmute: 'Remettre le son',
  tryRing: 'Essayer',
  notify: 'Permettre les notifications',
  enterSends: 'Entrée envoie le message',
  menu: 'Réglages',
  lock: 'Verrouiller',
  signOut: 'Se déconnecter',
  help: 'Raccourcis clavier',
  close: 'Fermer',
  loading: 'Un instant…',
  unreachable: 'Le serveur ne répond pas. Vérifiez la connexion et réessayez.',
  skip: 'Aller au contenu',
  ringingTitle: 'Ça sonne',
  notification: 'Quelqu’un attend une réponse.',
  time: {
    now: 'à l’instant',
    ago: (time: string) => `il y a ${time}`,
    seconds: (n: number) => `${n} s`,
    minutes: (n: number) => `${n} min`,
    hours: (h: number, m: number) => `${h} h ${String(m).padStart(2, '0')}`,
  },
  problems: {
    malformed: 'La demande n’a pas été comprise. Rechargez la page.',
    protocol_too_old: 'Une version plus récente est en place. Rechargez la page.',
    stale_key: 'Les clés viennent de changer. Réessayez.',
    signed_out: 'Votre session a pris fin. Reconnectez-vous.',
    wrong_secret: 'Ce n’est pas juste. Vérifiez et réessayez.',
    second_factor_needed: 'Il faut un code à six chiffres tout neuf.',
    not_allowed: 'Votre rôle ne le permet pas.',
    not_on_shift: 'Vous n’êtes pas disponible.',
    not_found: 'Ce n’est plus là.',
    line_closed: 'La ligne est fermée.',
    line_full: 'Autant de personnes attendent qu’il en peut.',
    conversation_not_waiting: 'Cette personne a déjà une réponse, ou est partie.',
    conversation_closed: 'La conversation est terminée.',
    offer_over: 'L’appel est passé à quelqu’un d’autre.',
    at_limit: 'Vous avez déjà autant de conversations que possible.',
    reason_missing: 'Il manque le sujet principal.',
    keys_missing: 'Il vous manque les clés de la ligne.',
    directory_changed: 'Quelqu’un a été plus rapide. Réessayez.',
    already_there: 'Cela existe déjà.',
    hours_unclear:
      'Ces horaires ne tiennent pas : un jour n’existe pas, une fin vient avant son début, ou deux plages se chevauchent.',
    not_on_line: 'Cette personne ne répond pas sur cette ligne.',
    shift_impossible: 'Une permanence finit après son début, en 16 heures au plus.',
    shift_over: 'Cette permanence est finie.',
    shift_taken: 'Quelqu’un d’autre a cette permanence.',
    shifts_overlap: 'Cette personne a une autre permanence à ce moment-là.',
    gone: 'Cela a été effacé.',
    puzzle_needed: 'Beaucoup de monde arrive en même temps. Attendez un peu.',
    too_fast: 'Trop de tentatives. Attendez un peu.',
    too_large: 'C’est trop long.',
    restarting: 'Le serveur redémarre. Un instant.',
    internal: 'Quelque chose n’a pas marché de notre côté. Réessayez.',
  } satisfies Record<ProblemCode, string>,
  board,
  desk,
  lines,
  office,
  record,
  rota,
}

/** Every text of the desk. Each language has them all, or does not compile. */
export type Text = typeof fr
