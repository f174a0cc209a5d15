// An order number taken apart: what stands before the counter's digits, the digits, the suffix of an edited order.

/** A printed number. `100000123-1` = lead ``, digits `100000123`, edit 1; `2024-000123` = lead `2024-`, digits `000123`. */
export interface OrderNumber {
  /** As printed, spaces cut. */
  readonly text: string;
  /** Everything before the last run of digits. */
  readonly lead: string;
  /** The last run of digits, leading zeros kept; empty where the text ends in none. */
  readonly digits: string;
  /** Of an edited order: 1, 2 …; 0 for the original. */
  readonly edit: number;
}

/** A body of at least this many digits is a date or random text rather than a counter. */
const LONGEST_BODY = 15;
/** Shorter bodies than this are not told from a period such as `2024-12`. */
const SHORTEST_EDITED = 5;
const EDITED = new RegExp(`^(.*\\d{${SHORTEST_EDITED},})-([1-9]\\d?)$`);
const LONGEST_NUMBER = 80;

/** Null for what cannot be a number at all: empty, too long, or a word for "nothing" in an export. */
export function parseOrderNumber(printed: string): OrderNumber | null {
  const text = printed.trim().replace(/^#/, '');
  if (text === '' || text.length > LONGEST_NUMBER || /^(null|\\N|-|n\/a|\[\])$/i.test(text)) return null;
  const edited = text.includes('-') ? EDITED.exec(text) : null;
  const base = edited?.[1] ?? text;
  const start = digitsFrom(base);
  return { text, lead: base.slice(0, start), digits: base.slice(start), edit: Number(edited?.[2] ?? 0) };
}

/** Where the last run of digits begins; a loop, because every number of a large export comes by. */
function digitsFrom(text: string): number {
  let start = text.length;
  while (start > 0) {
    const code = text.charCodeAt(start - 1);
    if (code < 0x30 || code > 0x39) break;
    start -= 1;
  }
  return start;
}

/** Whether the body can be counted with: digits, and not more than a safe integer holds. */
export function isCountable({ digits }: Pick<OrderNumber, 'digits'>): boolean {
  return digits !== '' && digits.length <= LONGEST_BODY;
}

/** A body printed again: prefix, zeros up to the width, suffix of an edited order. */
export function printNumber(prefix: string, body: number, width: number, edit = 0): string {
  return `${prefix}${String(body).padStart(width, '0')}${edit > 0 ? `-${edit}` : ''}`;
}
