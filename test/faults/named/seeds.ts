// How many seeds a named fault is tried with, and how a failure names the seed that shows it.

/** Longer by environment: `SHOPTRACE_FAULT_SEEDS=20`; `SHOPTRACE_FAULT_SEED` is the first one. */
const first = Number(process.env['SHOPTRACE_FAULT_SEED'] ?? 1);
const count = Number(process.env['SHOPTRACE_FAULT_SEEDS'] ?? 2);

export const seeds: readonly number[] = Array.from({ length: count }, (_, n) => first + n);

/** Of one test with all its seeds. */
export const SEEDS_TIMEOUT_MS = 60_000 + count * 20_000;

/** Tells the story of every seed, one after the other, up to the first one that breaks off. */
export async function everySeed<Outcome extends object>(
  story: (seed: number) => Promise<Outcome>,
): Promise<readonly (Outcome & { readonly seed: number })[]> {
  const outcomes: (Outcome & { readonly seed: number })[] = [];
  for (const seed of seeds) {
    const outcome = await story(seed).catch((error: unknown) => {
      throw new Error(`SHOPTRACE_FAULT_SEED=${seed} SHOPTRACE_FAULT_SEEDS=1 shows it`, { cause: error });
    });
    outcomes.push({ ...outcome, seed });
  }
  return outcomes;
}

/** The same outcome, whatever the seed. */
export function always(outcome: object): readonly object[] {
  return seeds.map((seed) => ({ ...outcome, seed }));
}
