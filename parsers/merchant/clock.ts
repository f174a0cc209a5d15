// Printed local stamps to instants by the order of the file: 12-hour clock, hours that occur twice, hours that never occur.
import type { EventFlag, RecordForm } from '../../src/model/event.js';
import { orderTimeAfter, type Zone } from '../../src/model/time.js';
import type { HeadScanner } from './head.js';

const HOUR_MS = 3_600_000;
const HALF_DAY_MS = 12 * HOUR_MS;
/** A step back of more than this inside the hour that occurs twice means its second pass. */
const FOLD_STEP_MS = 10_000;
/** A silence of more than this leaves open whether a 12-hour stamp is before or after noon. */
const CERTAIN_GAP_MS = 6 * HOUR_MS;
/** From this day on the shop's code printed 24 hours (2016-12-29). */
const LAST_TWELVE_HOUR_MS = Date.UTC(2016, 11, 29);
/** Clocks of several web servers differ by less than this. */
const STEP_MS = 60_000;

/** State of the clock; all of it is saved. */
export interface ClockState {
  /** Local time of the record before, read as UTC; null before the first. */
  local: number | null;
  time: number;
  order: number;
  /** The record before is known to be before or after noon. */
  halfKnown: boolean;
  /** An hour 00 or 13–23 was seen: the file's clock has 24 hours. */
  twentyFour: boolean;
}

export class FileClock {
  time = 0;
  order = 0;
  ambiguous = false;
  changed: EventFlag | null = null;
  #state: ClockState;
  readonly #zone: Zone;
  readonly #form: 'A' | 'B' | 'C' | null;

  constructor(zone: Zone, form: 'A' | 'B' | 'C' | null, state?: ClockState) {
    this.#zone = zone;
    this.#form = form;
    this.#state = state ?? { local: null, time: 0, order: 0, halfKnown: false, twentyFour: false };
  }

  get state(): ClockState {
    return { ...this.#state };
  }

  /** The form of a main-file head. */
  formOf(head: HeadScanner): RecordForm {
    if (head.counter !== null) return 'C';
    if (this.#form === 'A') return 'A';
    if (head.spaces === 1) return 'S';
    if (this.#form !== null || this.#state.twentyFour) return 'B';
    if (head.hour === 0 || head.hour > 12) {
      this.#state.twentyFour = true;
      return 'B';
    }
    return head.dateMs < LAST_TWELVE_HOUR_MS ? 'A' : 'B';
  }

  /** Takes the next head of the file; its instant stands in `time`, `order`, `ambiguous` and `changed`. */
  advance(head: HeadScanner, form: RecordForm): void {
    const state = this.#state;
    this.ambiguous = false;
    const local = form === 'A' ? this.#twelveHour(head) : head.dateMs + head.dayMs;
    const meaning = this.#zone.meaning(local);
    let time = local - meaning.offsetMs;
    this.changed = null;
    if (meaning.kind !== 'single') {
      if (meaning.kind === 'gap') this.changed = 'dst-gap';
      else {
        this.changed = 'dst-fold';
        const first = state.local === null;
        if (!first && time < state.time - FOLD_STEP_MS) time = local - meaning.laterOffsetMs;
      }
    }
    this.time = time;
    this.order = state.local === null ? time : orderTimeAfter(state.order, time);
    state.local = local;
    state.time = time;
    state.order = this.order;
  }

  /** The earliest reading of a 12-hour stamp that is not before the record before. */
  #twelveHour(head: HeadScanner): number {
    const state = this.#state;
    if (head.hour === 0 || head.hour > 12) {
      state.halfKnown = true;
      return head.dateMs + head.dayMs;
    }
    const morning = head.dateMs + head.dayMs - (head.hour === 12 ? HALF_DAY_MS : 0);
    if (state.local !== null && morning < state.local - STEP_MS) {
      state.halfKnown = morning + HALF_DAY_MS >= state.local - STEP_MS;
      this.ambiguous = !state.halfKnown;
      return morning + HALF_DAY_MS;
    }
    if (state.local === null || morning - state.local > CERTAIN_GAP_MS) state.halfKnown = false;
    this.ambiguous = !state.halfKnown;
    return morning;
  }
}
