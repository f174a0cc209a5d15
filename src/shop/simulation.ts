// The shop's time: lives (buyers, staff, browsers) that sleep and wake in the order of a virtual clock.

/** One actor. Yields the milliseconds until it goes on. */
export type Life = Generator<number, void, undefined>;

/** A step of a life that answers something: used with `yield*`. */
export type Act<Answer = void> = Generator<number, Answer, undefined>;

export interface Simulation {
  /** UTC ms, with fractions. */
  readonly now: number;
  /** Whether anybody is still alive. */
  readonly empty: boolean;
  /** When the next one wakes, UTC ms; Infinity when nobody is alive. */
  readonly nextWake: number;
  begin(life: Life, delayMs?: number): void;
  /** Lets the next one act. @param notBefore the clock that the shop cannot outrun; wakes late when it is later */
  step(notBefore: number): void;
}

export function simulation(start: number): Simulation {
  const wakes: number[] = [];
  const orders: number[] = [];
  const lives: Life[] = [];
  let begun = 0;
  let now = start;

  const earlier = (a: number, b: number): boolean => {
    const left = wakes[a] as number;
    const right = wakes[b] as number;
    return left < right || (left === right && (orders[a] as number) < (orders[b] as number));
  };
  const swap = (a: number, b: number): void => {
    [wakes[a], wakes[b]] = [wakes[b] as number, wakes[a] as number];
    [orders[a], orders[b]] = [orders[b] as number, orders[a] as number];
    [lives[a], lives[b]] = [lives[b] as Life, lives[a] as Life];
  };
  const up = (from: number): void => {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!earlier(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const down = (): void => {
    let at = 0;
    for (;;) {
      let least = at;
      const left = at * 2 + 1;
      if (left < wakes.length && earlier(left, least)) least = left;
      if (left + 1 < wakes.length && earlier(left + 1, least)) least = left + 1;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  const removeFirst = (): void => {
    swap(0, wakes.length - 1);
    wakes.pop();
    orders.pop();
    lives.pop();
    down();
  };

  return {
    get now() {
      return now;
    },
    get empty() {
      return wakes.length === 0;
    },
    get nextWake() {
      return wakes[0] ?? Infinity;
    },
    begin(life, delayMs = 0) {
      wakes.push(now + delayMs);
      orders.push((begun += 1));
      lives.push(life);
      up(wakes.length - 1);
    },
    step(notBefore) {
      const life = lives[0];
      if (life === undefined) return;
      now = Math.max(wakes[0] as number, notBefore, now);
      // It may begin others while it acts, but none before now: it stays the first.
      const result = life.next();
      if (result.done === true) removeFirst();
      else {
        wakes[0] = now + result.value;
        down();
      }
    },
  };
}
