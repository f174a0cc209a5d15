// When each of many followed paths is looked at: the ones that change at every poll, the others less and less often.
import type { FamilyFollower } from './family-follower.js';

const MOST_PAUSE_MS = 30_000;
/** Paths beyond the busy ones looked at in one poll. */
const MOST_A_POLL = 500;

interface Turn {
  readonly family: FamilyFollower;
  dueAt: number;
  pauseMs: number;
  changedAt: number;
}

export class LookPlan {
  readonly #turns: readonly Turn[];
  readonly #openFiles: number;
  readonly #pollMs: number;
  readonly #byFamily: ReadonlyMap<FamilyFollower, Turn>;
  #ranked = false;
  #firstRound: number;

  /** @param openFiles paths whose files may keep a descriptor: the most recently changed ones */
  constructor(families: readonly FamilyFollower[], openFiles: number, pollMs: number) {
    this.#turns = families.map((family) => ({ family, dueAt: 0, pauseMs: pollMs, changedAt: 0 }));
    this.#byFamily = new Map(this.#turns.map((turn) => [turn.family, turn]));
    this.#openFiles = openFiles;
    this.#pollMs = pollMs;
    this.#firstRound = this.#turns.length;
    if (this.#turns.length > openFiles) for (const { family } of this.#turns) family.staysOpen = false;
  }

  /** Every path was looked at. */
  get sawAll(): boolean {
    return this.#firstRound === 0;
  }

  /**
   * Paths to be looked at now. `more`: others are waiting for their first look.
   * @param open paths of which a file has a descriptor
   */
  due(
    now: number,
    open: ReadonlySet<string>,
  ): { readonly families: readonly FamilyFollower[]; readonly more: boolean } {
    this.#rank(now);
    const busy: FamilyFollower[] = [];
    const quiet: Turn[] = [];
    for (const turn of this.#turns)
      if (turn.family.staysOpen || open.has(turn.family.followed.path)) busy.push(turn.family);
      else if (turn.dueAt <= now) quiet.push(turn);
    const first = quiet.toSorted((a, b) => a.dueAt - b.dueAt).slice(0, MOST_A_POLL);
    const more = first.length < quiet.length;
    return { families: [...busy, ...first.map(({ family }) => family)], more };
  }

  /** After a look. @param more something was read, and more can be */
  looked(family: FamilyFollower, more: boolean, now: number): void {
    const turn = this.#byFamily.get(family);
    if (turn === undefined) return;
    if (turn.dueAt === 0) this.#firstRound -= 1;
    if (turn.changedAt !== family.changedAt) {
      turn.changedAt = family.changedAt;
      turn.pauseMs = this.#pollMs;
      this.#ranked = false;
    } else turn.pauseMs = Math.min(MOST_PAUSE_MS, turn.pauseMs * 2);
    turn.dueAt = more ? now : now + turn.pauseMs;
  }

  #rank(now: number): void {
    if (this.#ranked || this.#turns.length <= this.#openFiles || !this.sawAll) return;
    this.#ranked = true;
    const byChange = this.#turns.toSorted((a, b) => b.changedAt - a.changedAt);
    for (const [place, turn] of byChange.entries()) {
      const staysOpen = place < this.#openFiles && turn.changedAt > 0;
      if (turn.family.staysOpen && !staysOpen) turn.dueAt = now;
      turn.family.staysOpen = staysOpen;
    }
  }
}
