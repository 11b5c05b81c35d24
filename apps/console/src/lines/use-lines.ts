import * as contract from '@veilleuse/contract/line'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { SessionDoor } from '../session/session.ts'

/** The lines as they are set up, and how to look again after something has changed. */
export function useLines(door: SessionDoor) {
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['lines'],
    queryFn: () => door.ask(contract.lines, {}),
  })
  return {
    lines: data?.lines,
    again: () => queries.invalidateQueries({ queryKey: ['lines'] }),
  }
}
