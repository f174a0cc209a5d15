// Texts for tests of stores: shop-like trace lines, the same from the same seed.

/** Small deterministic generator (mulberry32), 0 ≤ n < 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

function transactionId(random: () => number): string {
  let id = 'TU9';
  while (id.length < 18) id += ID_CHARACTERS[Math.floor(random() * ID_CHARACTERS.length)];
  return `${id}==`;
}

const messages: readonly ((random: () => number) => string)[] = [
  (random) => `Order placed : ${1 + Math.floor(random() * 5)} objects`,
  () => 'Production Controller : Full production starting from PLACED ...',
  () => 'Prepay Production : preproducing for EFORM',
  (random) => `GENERIC : New user created benoît.tostain with ID ${Math.floor(random() * 900)}.`,
  () => 'Production Process Error : Customer support course does not exist.',
  () => 'Production Controller : Post Pay process',
  (random) => `Shipping : weight ${Math.floor(random() * 9000)} g for straße ${Math.floor(random() * 90)}`,
  () => 'Ordering Controller: Shop Transaction Confirm Notification to sales',
];

export interface ShopLinesOptions {
  readonly lines: number;
  readonly seed?: number;
  /** UTC ms of the first line. */
  readonly from?: number;
  /** Transactions that write at the same time. */
  readonly concurrent?: number;
  readonly meanStepMs?: number;
  /** Share of lines without ID, and of continuation lines. */
  readonly withoutId?: number;
  readonly continuations?: number;
}

/** Trace lines of form B in UTC, each ended by `\n`. */
export function* shopLines(options: ShopLinesOptions): Generator<string> {
  const random = seededRandom(options.seed ?? 1);
  const concurrent = options.concurrent ?? 6;
  const withoutId = options.withoutId ?? 0.1;
  const continuations = options.continuations ?? 0.03;
  const ids = Array.from({ length: concurrent }, () => transactionId(random));
  let time = options.from ?? Date.UTC(2017, 7, 21, 20, 38, 55, 525);
  for (let line = 0; line < options.lines; line += 1) {
    if (line > 0 && random() < continuations) {
      yield `   at handler.php:${Math.floor(random() * 500)}\n`;
      continue;
    }
    const slot = Math.floor(random() * concurrent);
    if (random() < 1 / 25) ids[slot] = transactionId(random);
    time += Math.floor(random() * 2 * (options.meanStepMs ?? 250)) - (random() < 0.02 ? 400 : 0);
    const choice = messages[Math.floor(random() * messages.length)];
    const id = random() < withoutId ? '' : `[${ids[slot]}] `;
    yield `-- ${stamp(time)} -- ${id}${choice?.(random) ?? ''}\n`;
  }
}

function stamp(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getUTCFullYear()}-${date.getUTCMonth() + 1}-${date.getUTCDate()}`;
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day} ${clock} ${String(date.getUTCMilliseconds()).padStart(3, '0')}`;
}

export function shopText(options: ShopLinesOptions): string {
  return [...shopLines(options)].join('');
}

/** Cuts a text into runs of complete lines, about `pieces` of them, at places that depend on the seed. */
export function cutLines(text: string, pieces: number, seed = 7): string[] {
  const random = seededRandom(seed);
  const lines = text.match(/[^\n]*\n/g) ?? [];
  const cuts = Array.from({ length: pieces - 1 }, () => Math.floor(random() * lines.length)).toSorted(
    (a, b) => a - b,
  );
  return [0, ...cuts]
    .map((from, index) => lines.slice(from, cuts[index] ?? lines.length).join(''))
    .filter((piece) => piece !== '');
}
