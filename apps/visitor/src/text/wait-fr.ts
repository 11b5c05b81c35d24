import { helplinesFr } from './helplines-fr.ts'
import type { WaitTexts } from './wait-texts.ts'

export const waitTexts = {
  there: 'Tu es toujours là ?',
  thereAbout:
    'C’est bientôt à toi. Touche l’écran, et on t’appelle à ton tour. Sinon, ta place t’attend encore 15 minutes.',
  thereYes: 'Oui, je suis là',
  helps: 'En attendant',
  tools: {
    breathing: 'Respirer',
    senses: 'Regarder autour',
    starters: 'Trouver les mots',
    elsewhere: 'D’autres lignes',
    safety: 'Que voit-on de ma visite ?',
  },
  stop: 'Arrêter l’exercice',
  close: 'Fermer',
  breatheIn: 'Inspire',
  breatheOut: 'Souffle',
  breatheAbout:
    'Inspire quand la lumière grandit, souffle quand elle diminue. Si ta tête tourne, arrête.',
  senses: [
    'Trouve 5 choses que tu vois.',
    'Trouve 4 choses que tu peux toucher.',
    'Écoute 3 sons.',
    'Cherche 2 odeurs.',
    'Sens 1 goût dans ta bouche.',
  ],
  next: 'Suivant',
  sensesDone: 'Voilà. Tu es ici. Respire un coup.',
  startersAbout: 'Touche une phrase pour la mettre dans ton message. Tu peux la changer.',
  starters: [
    'Je ne sais pas par où commencer.',
    'Il m’est arrivé quelque chose.',
    'J’ai peur.',
    'On me fait du mal.',
    'Je m’inquiète pour quelqu’un.',
    'Je n’arrive plus à dormir.',
    'J’ai juste besoin de parler.',
  ],
  helplines: helplinesFr,
  looking: 'On regarde qui est ouvert…',
  notFound: 'La liste ne vient pas pour l’instant. Les numéros en bas de page répondent.',
  safety: [
    {
      title: 'Ce qui reste sur cet appareil',
      points: [
        'Ce que tu écris n’est pas gardé ici.',
        'L’historique du navigateur note que ce site a été ouvert. Le titre de l’onglet ne dit pas ce que c’est.',
        'En navigation privée, l’historique ne note rien. Ouvre une fenêtre privée avant de revenir, et ferme-la en partant.',
        'Sinon, efface la dernière heure dans les réglages de l’historique.',
      ],
    },
    {
      title: 'Qui peut voir quelque chose',
      points: [
        'Une personne à côté de toi voit ton écran. « Quitter vite » le remplace d’un coup.',
        'Qui s’occupe du Wi-Fi ou du forfait peut savoir que ce site a été ouvert, et à quelle heure. Jamais ce que tu écris.',
        'Une application de contrôle parental ou d’espionnage peut voir tout l’écran. Si tu penses qu’il y en a une, prends l’appareil d’une personne de confiance.',
      ],
    },
    {
      title: 'Si tu t’interromps',
      points: [
        'Téléphone verrouillé ou réseau perdu : ta place t’attend 15 minutes.',
        'Page fermée ou rechargée : ta place t’attend aussi, si la case plus bas est cochée. Sinon, tu quittes la file.',
      ],
    },
  ],
} satisfies WaitTexts
