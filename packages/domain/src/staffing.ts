/**
 * How many people a line needs, and how long people would wait with so many: the formulas of A. K.
 * Erlang (1917) for a queue that nobody leaves, and of C. Palm (1946) for one that people do leave.
 * A server here is a place for one conversation: a counsellor who holds two is two of them, and then
 * each conversation takes longer (`lengthening`).
 *
 * Where a queue would grow without end the answer is `unstable`, and so it is for what is no number
 * of people or minutes at all.
 */

/** What comes to a line: contacts an hour, and the minutes each takes, wrap-up included. */
export type Demand = { readonly perHour: number; readonly handlingMinutes: number }

export type Forecast = {
  /** The share of visitors who find every place taken. */
  readonly waits: number
  /** The share who leave before anybody answers. */
  readonly leaves: number
  /** Over everybody, those included who need not wait and those who leave. */
  readonly meanWaitMinutes: number
  /** The share of the time a place is taken. */
  readonly occupancy: number
  /** The share of visitors answered within this. */
  answeredWithin(span: { readonly minutes: number }): number
}

/** Conversations that go on at once on average, in erlangs. */
export function loadOf({ perHour, handlingMinutes }: Demand): number {
  return (perHour * handlingMinutes) / 60
}

/** Erlang B: the share turned away where nobody can wait. */
export function turnedAway(servers: number, load: number): number | 'unstable' {
  if (!isCount(servers) || !isAmount(load)) return 'unstable'
  let share = 1
  for (let n = 1; n <= servers; n++) share = (load * share) / (n + load * share)
  return share
}

/** Erlang C: the share who must wait where nobody leaves. */
export function mustWait(servers: number, load: number): number | 'unstable' {
  const away = turnedAway(servers, load)
  if (away === 'unstable' || servers <= load) return 'unstable'
  return (servers * away) / (servers - load * (1 - away))
}

/** Erlang C whole: the line if everybody stayed until answered. */
export function withoutLeaving(servers: number, demand: Demand): Forecast | 'unstable' {
  if (!isDemand(demand)) return 'unstable'
  const load = loadOf(demand)
  const waits = mustWait(servers, load)
  if (waits === 'unstable') return 'unstable'
  const spare = (servers - load) / demand.handlingMinutes
  return {
    waits,
    leaves: 0,
    meanWaitMinutes: waits / spare,
    occupancy: load / servers,
    answeredWithin: ({ minutes }) => 1 - waits * Math.exp(-spare * Math.max(0, minutes)),
  }
}

/**
 * Erlang A: visitors leave after a wait that is exponential with this mean. Never unstable for want
 * of people, as a queue that grows loses more of those in it.
 */
export function withLeaving(
  servers: number,
  demand: Demand & { readonly patienceMinutes: number },
): Forecast | 'unstable' {
  const { patienceMinutes } = demand
  if (!isCount(servers) || !isDemand(demand) || !(patienceMinutes > 0)) return 'unstable'
  if (patienceMinutes === Infinity) return withoutLeaving(servers, demand)
  const rates = {
    servers,
    arrive: demand.perHour / 60,
    end: 1 / demand.handlingMinutes,
    leave: 1 / patienceMinutes,
  }
  const shares = inEachState(rates)
  const waiting = shares.reduce((sum, share, n) => sum + Math.max(0, n - servers) * share, 0)
  const taken = shares.reduce((sum, share, n) => sum + Math.min(n, servers) * share, 0)
  const nobodyComes = rates.arrive === 0
  return {
    waits: shares.slice(servers).reduce((sum, share) => sum + share, 0),
    leaves: nobodyComes ? 0 : (rates.leave * waiting) / rates.arrive,
    meanWaitMinutes: nobodyComes ? 0 : waiting / rates.arrive,
    occupancy: servers === 0 ? 1 : taken / servers,
    answeredWithin: ({ minutes }) => answered(rates, shares, Math.max(0, minutes)),
  }
}

/** What a line aims at. */
export type Aim = {
  /** At least this share is answered within so many minutes. */
  readonly share: number
  readonly withinMinutes: number
  /** Places are taken this share of the time at most; people who only talk wear out. */
  readonly occupancy: number
}

/** A prudent share of taken time for those who listen all shift; shops plan with 0.85. */
export const helplineOccupancy = 0.7

/** The fewest servers that reach the aim, by Erlang C. */
export function serversFor(demand: Demand, aim: Aim): number | 'unstable' {
  const { share, withinMinutes: minutes, occupancy } = aim
  const reachable = share < 1 && occupancy > 0 && minutes >= 0
  if (!isDemand(demand) || !reachable) return 'unstable'
  for (let servers = Math.max(1, Math.floor(loadOf(demand))); ; servers++) {
    const found = withoutLeaving(servers, demand)
    if (found === 'unstable' || found.occupancy > occupancy) continue
    if (found.answeredWithin({ minutes }) >= share) return servers
  }
}

/** The fewest servers that turn away at most this share, by Erlang B. */
export function serversWithoutQueue(load: number, share: number): number | 'unstable' {
  if (!isAmount(load) || !(share > 0)) return 'unstable'
  let away = 1
  let servers = 0
  while (away > share) {
    servers++
    away = (load * away) / (servers + load * away)
  }
  return servers
}

/** People to put on the rota so that so many are there, when this share of them is not. */
export function rostered(needed: number, shrinkage: number): number | 'unstable' {
  if (!isAmount(needed) || !(shrinkage >= 0 && shrinkage < 1)) return 'unstable'
  // A hair less, so that 7 / 0.7 is 10 people for a computer too.
  return Math.ceil(needed / (1 - shrinkage) - 1e-9)
}

/** How much more one person gets done with 1 to 5 chats at once (callcentrehelper.com). */
const doneAtOnce = [1, 1.7, 2.5, 2.9, 3.5] as const

/** How many times longer a conversation takes when its counsellor holds so many at once. */
export function lengthening(atOnce: number): number {
  return atOnce / (doneAtOnce[atOnce - 1] ?? 3.5 + (atOnce - 5) * 0.3)
}

type Rates = {
  readonly servers: number
  /** All a minute: of contacts, of one conversation's end, of one visitor's leaving. */
  readonly arrive: number
  readonly end: number
  readonly leave: number
}

/** The share of time that so many are there, waiting or talking: a birth-and-death chain. */
function inEachState({ servers, arrive, end, leave }: Rates): readonly number[] {
  if (arrive === 0) return [1]
  // As logarithms: with hundreds of servers the shares themselves leave the range of numbers.
  const logs = [0]
  let [last, most] = [0, 0]
  for (let n = 1; last > most - 50; n++) {
    const gone = Math.min(n, servers) * end + Math.max(0, n - servers) * leave
    last += Math.log(arrive / gone)
    most = Math.max(most, last)
    logs.push(last)
  }
  const weights = logs.map((log) => Math.exp(log - most))
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

/**
 * The share answered within so many minutes: who finds a place, and who finds `ahead` before them
 * and sees them all go in time without leaving first. By uniformisation: the chain is looked at when
 * a clock ticks that is faster than all of its rates, and the number of ticks is Poisson.
 */
function answered(rates: Rates, shares: readonly number[], minutes: number): number {
  const { servers, end, leave } = rates
  const atOnce = shares.slice(0, servers).reduce((sum, share) => sum + share, 0)
  const queue = shares.slice(servers)
  const tick = servers * end + (queue.length + 1) * leave
  const ticks = tick * minutes
  const enough = Math.ceil(ticks + 9 * Math.sqrt(ticks) + 20)
  let byNow = queue.map(() => 0)
  let logWeight = -ticks
  let within = 0
  for (let n = 1; n <= enough; n++) {
    const before = byNow
    byNow = before.map((here, ahead) => {
      const moves = servers * end + ahead * leave
      const next = ahead === 0 ? 1 : (before[ahead - 1] ?? 0)
      return (moves * next + (tick - moves - leave) * here) / tick
    })
    logWeight += Math.log(ticks / n)
    if (logWeight < -60) continue
    within +=
      Math.exp(logWeight) *
      byNow.reduce((sum, share, ahead) => sum + share * (queue[ahead] ?? 0), 0)
  }
  return atOnce + within
}

function isDemand({ perHour, handlingMinutes }: Demand): boolean {
  return isAmount(perHour) && isAmount(handlingMinutes) && handlingMinutes > 0
}

function isAmount(value: number): boolean {
  return Number.isFinite(value) && value >= 0
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0
}
