// What the engine keeps in the store beside positions and folds: where to read on from, what coverage it judged under.
import type { Coverage } from '../../stores/store.js';
import type { FactKeyName } from './fact-table.js';

/** The coverage that absences of a shop were claimed under. */
export type JudgedUnder = Pick<Coverage, 'from' | 'through' | 'holes'>;

export interface EngineState {
  /** Generation → offset to read on from, where it lies before the position. */
  readonly resumeFrom: Readonly<Record<string, number>>;
  readonly judgedUnder: Readonly<Record<string, JudgedUnder>>;
  /** Shops whose coverage shrank or moved: judged again when settling, from this time on (UTC ms). */
  readonly judgeAgainFrom: Readonly<Record<string, number>>;
  readonly factsWaiting: readonly FactKeyName[];
}

const VERSION = 2;

export const emptyEngineState: EngineState = {
  resumeFrom: {},
  judgedUnder: {},
  judgeAgainFrom: {},
  factsWaiting: [],
};

export function saveEngineState(state: EngineState): string {
  return JSON.stringify({ version: VERSION, ...state });
}

/** The saved state, or null when it was written by another version: everything is judged again then. */
export function restoreEngineState(json: string | null): EngineState | null {
  if (json === null) return emptyEngineState;
  const saved = JSON.parse(json) as Partial<EngineState> & { readonly version?: number };
  return saved.version === VERSION ? { ...emptyEngineState, ...saved } : null;
}
