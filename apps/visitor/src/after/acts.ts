import { call, Refused } from '@veilleuse/client/call'
import { forget, survey } from '@veilleuse/contract/visit'
import type { Journey } from '../journey.ts'
import type { Acts } from '../screens/acts.ts'

/** What can still be done when it is over. */
export type AfterActs = Pick<Acts, 'home' | 'keep'> & {
  answer(answers: Answers): void
  forget(how: 'asked' | 'no' | 'busy'): void
}

export type Answers = {
  readonly heard?: number
  readonly badNow?: number
  readonly again?: 'yes' | 'maybe' | 'no'
}

export function afterActs(acts: Acts, { tell, ...journey }: Journey): AfterActs {
  return {
    ...acts,
    answer(answers) {
      journey.asking(async (token) => {
        await call('', survey, { token, body: answers }).catch((refusal: unknown) => {
          // Sent before, and the answer to it was lost.
          if (!(refusal instanceof Refused) || refusal.problem !== 'already_there') throw refusal
        })
        tell({ type: 'surveyed' })
      })
    },
    forget(how) {
      tell({ type: 'forgetting', how })
      if (how !== 'busy') return
      journey.asking(async (token) => {
        await call('', forget, { token })
        journey.leaveBehind()
        tell({ type: 'forgotten' })
      })
    },
  }
}
