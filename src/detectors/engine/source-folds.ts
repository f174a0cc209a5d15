// Fold rules over the records of each file, in file order, with bounded state that is kept with the positions.
import type { TraceEvent } from '../../model/event.js';
import type { FoldRule } from '../detector.js';

interface SavedFold {
  readonly position: number;
  readonly shop: string;
  readonly states: Readonly<Record<string, unknown>>;
}

interface SourceFold {
  readonly shop: string;
  /** Records before this offset are in `states`. */
  position: number;
  /** Its own array, changed in place. */
  readonly states: unknown[];
  /** The open record at the end of the file: judged, but not folded in, since it may grow. */
  tail: TraceEvent | null;
  changed: boolean;
  /** `states` are not what was saved last. */
  unsaved: boolean;
}

/** States of one file, its open record folded in for the moment. */
export interface FoldedSource {
  readonly generation: string;
  readonly shop: string;
  state(rule: FoldRule): unknown;
}

export class SourceFolds {
  readonly #rules: readonly FoldRule[];
  readonly #initial: readonly unknown[];
  readonly #sources = new Map<string, SourceFold>();

  /** @param saved by generation, as `takeUnsaved` gave it */
  constructor(rules: readonly FoldRule[], saved: Readonly<Record<string, string>>) {
    this.#rules = rules;
    this.#initial = rules.map((rule) => rule.initial());
    for (const [generation, json] of Object.entries(saved)) {
      const { shop, position, states } = JSON.parse(json) as SavedFold;
      this.#sources.set(generation, {
        shop,
        position,
        states: rules.map((rule, index) => states[rule.id] ?? this.#initial[index]),
        tail: null,
        changed: true,
        unsaved: false,
      });
    }
  }

  step(event: TraceEvent): void {
    if (this.#rules.length === 0) return;
    const source = this.#sourceOf(event);
    if (event.offset < source.position) return;
    if (event.flags.includes('provisional')) {
      source.tail = event;
      source.changed = true;
      return;
    }
    source.position = event.offset + 1;
    if (source.tail !== null) {
      source.tail = null;
      source.changed = true;
    }
    if (this.#step(source.states, event)) {
      source.changed = true;
      source.unsaved = true;
    }
  }

  #sourceOf(event: TraceEvent): SourceFold {
    const known = this.#sources.get(event.generation);
    if (known !== undefined) return known;
    const made: SourceFold = {
      shop: event.shop,
      position: 0,
      states: [...this.#initial],
      tail: null,
      changed: false,
      unsaved: false,
    };
    this.#sources.set(event.generation, made);
    return made;
  }

  /** @returns whether any state changed */
  #step(states: unknown[], event: TraceEvent): boolean {
    let changed = false;
    for (let index = 0; index < this.#rules.length; index++) {
      const before = states[index];
      const state = this.#rules[index]?.step(before, event);
      if (state === before) continue;
      states[index] = state;
      changed = true;
    }
    return changed;
  }

  /** Files whose states changed since they were last taken; they count as judged from now on. */
  takeChanged(): FoldedSource[] {
    const changed: FoldedSource[] = [];
    for (const [generation, source] of this.#sources) {
      if (!source.changed) continue;
      source.changed = false;
      const states = [...source.states];
      if (source.tail !== null) this.#step(states, source.tail);
      changed.push({
        generation,
        shop: source.shop,
        state: (rule) => states[this.#rules.indexOf(rule)],
      });
    }
    return changed;
  }

  /** States (JSON) of files where they changed since they were last taken; they count as saved from now on. */
  takeUnsaved(): Record<string, string> {
    const saved: Record<string, string> = {};
    for (const [generation, source] of this.#sources) {
      if (!source.unsaved) continue;
      source.unsaved = false;
      const { position, shop, states } = source;
      const byRule = Object.fromEntries(this.#rules.map((rule, index) => [rule.id, states[index]]));
      saved[generation] = JSON.stringify({ position, shop, states: byRule } satisfies SavedFold);
    }
    return saved;
  }
}
