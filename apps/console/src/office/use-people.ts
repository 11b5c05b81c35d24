import * as account from '@veilleuse/contract/account'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { SessionDoor } from '../session/session.ts'

/** Who is of the team, and how to look again after something has changed. */
export function usePeople(door: SessionDoor) {
  const queries = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['people'],
    queryFn: () => door.ask(account.people, {}),
    // People enrol while this page is open, and wait beside whoever looks at it.
    refetchInterval: 5000,
  })
  return {
    people: data?.people ?? [],
    error,
    again: () => queries.invalidateQueries({ queryKey: ['people'] }),
  }
}
