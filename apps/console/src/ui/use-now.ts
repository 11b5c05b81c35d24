import { useEffect, useState } from 'react'

/** The time, anew every so often, for what says «two minutes ago». */
export function useNow(everyMs: number, now: () => number = Date.now): number {
  const [at, tick] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => tick(now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, now])
  return at
}
