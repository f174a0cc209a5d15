// What the store holds of positions, coverage and the engine's own state: only what differs from it is written.
import type { Coverage, DetectionCommit, DetectionState } from '../../stores/store.js';
import { saveEngineState, type EngineState } from './engine-state.js';

export interface StateNow {
  /** Those that moved. */
  readonly positions: Readonly<Record<string, number>>;
  /** Those that changed. */
  readonly folds: Readonly<Record<string, string>>;
  readonly coverage: readonly Coverage[];
  readonly state: EngineState;
  /** Something else is to be written anyway. */
  readonly isUrgent: boolean;
}

type Changes = Pick<DetectionCommit, 'positions' | 'folds' | 'coverage' | 'engineState'>;

/** While nothing else happens, a coverage whose end moved by less than this is not written. */
const restMs = 60_000;

export class WrittenState {
  readonly #coverage: Map<string, Coverage>;
  #engineState: string | null;
  /** The engine's state without the ends of coverages. */
  #shape: string | null = null;

  constructor({ coverage, engineState }: DetectionState) {
    this.#coverage = new Map(coverage.map((item) => [item.shop, item]));
    this.#engineState = engineState;
  }

  /** What is to be written; counts as written from now on. Null: nothing, but that time goes on. */
  changes({ positions, folds, coverage, state, isUrgent }: StateNow): Changes | null {
    const shape = shapeOf(state);
    const isSame = shape === this.#shape && Object.keys(positions).length + Object.keys(folds).length === 0;
    if (!isUrgent && isSame && coverage.every((item) => !this.#isNews(item, restMs))) return null;
    const engineState = saveEngineState(state);
    const changes: Changes = {
      positions,
      folds,
      coverage: coverage.filter((item) => this.#isNews(item, 0)),
      engineState: engineState === this.#engineState ? null : engineState,
    };
    this.#shape = shape;
    this.#engineState = engineState;
    for (const item of changes.coverage) this.#coverage.set(item.shop, item);
    return changes;
  }

  /** Whether it says anything but an end that is later by at most so much. */
  #isNews(item: Coverage, mostMs: number): boolean {
    const before = this.#coverage.get(item.shop);
    if (before === undefined) return true;
    const laterMs = item.through - before.through;
    if (laterMs < 0 || laterMs > mostMs || item.from !== before.from) return true;
    return JSON.stringify(item.holes) !== JSON.stringify(before.holes);
  }
}

function shapeOf({ judgedUnder, ...rest }: EngineState): string {
  const ends = Object.entries(judgedUnder).map(([shop, { from, holes }]) => [shop, { from, holes }]);
  return JSON.stringify({ ...rest, judgedUnder: ends });
}
