// Which event index a record goes to: the year printed in it, unless the time is one that a visitor may have invented.

/** What decides, record by record, in file order; a function of the file's bytes up to the record. */
export interface PartitionState {
  /** Day (since 1970) of the last record that was believed, null before the first. */
  readonly believed: number | null;
  /** Day of the last record, and how many in a row were near each other. */
  readonly last: number | null;
  readonly run: number;
  /** Years that this file has filled. */
  readonly years: readonly string[];
}

export const firstPartitionState: PartitionState = { believed: null, last: null, run: 0, years: [] };

export const UNDATED = 'undated';
const FIRST_YEAR = 2000;
const LAST_YEAR = 2099;
/** A step of more days than this is believed only when enough records follow it. */
const NEAR_DAYS = 31;
const BELIEVED_RUN = 8;
const MOST_YEARS = 20;
const DAY_MS = 86_400_000;

/** @param printed time as printed: `2017-8-21 20:38:55 525` */
export function partitionOf(
  printed: string,
  state: PartitionState,
): { readonly partition: string; readonly state: PartitionState } {
  const date = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(printed);
  const year = Number(date?.[1] ?? 0);
  if (year < FIRST_YEAR || year > LAST_YEAR)
    return { partition: UNDATED, state: { ...state, last: null, run: 0 } };
  const day = Math.floor(Date.UTC(year, Number(date?.[2]) - 1, Number(date?.[3])) / DAY_MS);
  const run = isNear(day, state.last) ? state.run + 1 : 1;
  const believable = state.believed === null || isNear(day, state.believed) || run >= BELIEVED_RUN;
  const name = String(year);
  const isKnown = state.years.includes(name);
  if (!believable || (!isKnown && state.years.length >= MOST_YEARS))
    return { partition: UNDATED, state: { ...state, last: day, run } };
  const years = isKnown ? state.years : [...state.years, name];
  return { partition: name, state: { believed: day, last: day, run, years } };
}

const isNear = (day: number, other: number | null): boolean =>
  other !== null && Math.abs(day - other) <= NEAR_DAYS;
