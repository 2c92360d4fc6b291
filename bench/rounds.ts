/**
 * Runs every lane once a round, one after another, so that a machine which is slow for a while is slow for all of them.
 * Each answers its sample; a lane's samples come back in order of the rounds. No round begins after `withinMs`: on a
 * slow machine there are fewer, never half of one.
 */
export async function interleave<S extends Record<string, unknown>>(
  { rounds, withinMs }: { readonly rounds: number; readonly withinMs: number },
  lanes: { readonly [K in keyof S]: (round: number) => Promise<S[K]> | S[K] },
): Promise<{ [K in keyof S]: S[K][] }> {
  const names = Object.keys(lanes) as (keyof S)[]
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as { [K in keyof S]: S[K][] }
  const begun = performance.now()
  for (let round = 0; round < rounds && (round === 0 || performance.now() - begun < withinMs); round++)
    for (const name of names) samples[name].push(await lanes[name](round))
  return samples
}

/** How often something is done in a second of wall time. */
export async function perSecond(times: number, work: () => Promise<unknown> | unknown): Promise<number> {
  const begun = performance.now()
  await work()
  return (times * 1000) / (performance.now() - begun)
}
