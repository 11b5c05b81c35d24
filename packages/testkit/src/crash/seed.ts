/** The seed of a run to be had again (SEED), or a new one. */
export function seedGiven(): number {
  const given = process.env['SEED']
  return given === undefined ? Date.now() % 1_000_000 : Number(given)
}
