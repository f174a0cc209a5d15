// The judgement on very many order numbers, kept in the dataset: a question need not judge them all again.
import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ExplainedHole } from '../../model/sequences/hole.js';
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import type { SequenceReport, SeriesReport } from '../../model/sequences/series-report.js';
import type { Used } from '../../model/sequences/timeline.js';
import type { Dataset } from '../question.js';

/** Changes with the shape of what is kept, and with what the judgement says. */
const VERSION = 1;
const MEMO = 'order-numbers';
const ITEMS_PER_PIECE = 2_000;

/** What a kept judgement was made of. */
export interface KeptMark {
  /** The settings it was made with, as text. */
  readonly settings: string;
  /** Imported tables and how far the traces were read: see `NumberLoader`. */
  readonly imports: string;
  readonly state: string;
}

export interface KeptHead extends KeptMark {
  readonly version: number;
  /** Differs from judgement to judgement. */
  readonly id: string;
  readonly pieces: number;
}

type SeriesList = 'holes' | 'late' | 'reissued' | 'duplicates';
const lists: readonly SeriesList[] = ['holes', 'late', 'reissued', 'duplicates'];

/** One after the other they build the reports again. */
type Entry =
  /** Without its series; JSON in which a map is `{ "map": [[key, value] …] }`. */
  | { readonly report: string }
  | { readonly series: Omit<SeriesReport, SeriesList | 'orders' | 'usedTimes'>; readonly used: PackedNumbers }
  | { readonly list: SeriesList; readonly items: readonly unknown[] };

interface PackedNumbers {
  readonly length: number;
  /** base64 of raw deflate of the distances of bodies, then those of times (NaN: unknown), as doubles. */
  readonly packed: string;
}

export async function keepNumbers(
  dataset: Dataset,
  reports: readonly SequenceReport[],
  mark: KeptMark,
): Promise<void> {
  const bodies = [...piecesOf(reports)];
  const hash = createHash('sha1');
  for (const body of bodies) hash.update(body);
  const id = hash.digest('hex');
  const head: KeptHead = { ...mark, version: VERSION, id, pieces: bodies.length };
  const packed = bodies.map((body) => deflateRawSync(`${id}\n${body}`, { level: 1 }));
  await dataset.putMemo(MEMO, [Buffer.from(JSON.stringify(head)), ...packed]);
}

export async function keptHead(dataset: Dataset): Promise<KeptHead | null> {
  const bytes = await dataset.memoPiece(MEMO, 0);
  if (bytes === null) return null;
  const head = JSON.parse(Buffer.from(bytes).toString()) as KeptHead;
  return head.version === VERSION ? head : null;
}

/** Null where somebody was writing it meanwhile. Orders are left out: `orders` is empty. */
export async function keptReports(dataset: Dataset, head: KeptHead): Promise<SequenceReport[] | null> {
  const reports: Building[] = [];
  for (let piece = 1; piece <= head.pieces; piece += 1) {
    const packed = await dataset.memoPiece(MEMO, piece);
    const text = packed === null ? '' : inflateRawSync(packed).toString();
    const at = text.indexOf('\n');
    if (text.slice(0, at) !== head.id) return null;
    for (const entry of JSON.parse(text.slice(at + 1)) as Entry[]) build(reports, entry);
  }
  return reports as unknown as SequenceReport[];
}

/** Tables as a mark names them. */
export function importsMark(imports: readonly ImportedTable[]): string {
  return imports.map(({ id, importedAt }) => `${id} ${importedAt}`).join(' ');
}

type BuildingSeries = Omit<SeriesReport, SeriesList> & Record<SeriesList, unknown[]>;
type Building = Omit<SequenceReport, 'series'> & { readonly series: BuildingSeries[] };

function build(reports: Building[], entry: Entry): void {
  if ('report' in entry) {
    const report = JSON.parse(entry.report, withMaps) as Omit<SequenceReport, 'series'>;
    reports.push({ ...report, series: [] });
  } else if ('series' in entry) {
    const empty = { holes: [], late: [], reissued: [], duplicates: [] };
    const usedTimes = new KeptUsed(entry.used);
    reports.at(-1)?.series.push({ ...entry.series, ...empty, orders: [], usedTimes });
  } else
    reports
      .at(-1)
      ?.series.at(-1)
      ?.[entry.list].push(...entry.items);
}

function withoutMaps(_: string, value: unknown): unknown {
  return value instanceof Map ? { map: [...value] } : value;
}

function withMaps(_: string, value: unknown): unknown {
  const entries = typeof value === 'object' && value !== null && 'map' in value ? value.map : null;
  return Array.isArray(entries) ? new Map(entries as [unknown, unknown][]) : value;
}

function* piecesOf(reports: readonly SequenceReport[]): Generator<string> {
  let entries: string[] = [];
  let items = 0;
  for (const { entry, size } of entriesOf(reports)) {
    entries.push(JSON.stringify(entry));
    items += size;
    if (items < ITEMS_PER_PIECE) continue;
    yield `[${entries.join(',')}]`;
    entries = [];
    items = 0;
  }
  if (entries.length > 0) yield `[${entries.join(',')}]`;
}

function* entriesOf(reports: readonly SequenceReport[]): Generator<{ entry: Entry; size: number }> {
  for (const { series: all, ...report } of reports) {
    yield { entry: { report: JSON.stringify(report, withoutMaps) }, size: 1 };
    for (const series of all) {
      const { holes, late, reissued, duplicates, orders: _, usedTimes, ...rest } = series;
      yield { entry: { series: rest, used: packedNumbers(usedTimes) }, size: 1 + usedTimes.length / 100 };
      const given = { holes: holes.map(lean), late, reissued, duplicates };
      for (const list of lists)
        for (let from = 0; from < given[list].length; from += ITEMS_PER_PIECE) {
          const items = given[list].slice(from, from + ITEMS_PER_PIECE);
          yield { entry: { list, items }, size: items.length };
        }
    }
  }
}

/** Of the orders beside a hole only what is told of them. */
function lean(hole: ExplainedHole): ExplainedHole {
  return { ...hole, before: usedOf(hole.before), after: usedOf(hole.after) };
}

function usedOf(order: Used | null): Used | null {
  return order === null ? null : { body: order.body, at: order.at };
}

function packedNumbers(used: SeriesReport['usedTimes']): PackedNumbers {
  const { length } = used;
  const distances = new Float64Array(2 * length);
  let [body, at] = [0, 0];
  for (let index = 0; index < length; index += 1) {
    const order = used.at(index) as Used;
    distances[index] = order.body - body;
    body = order.body;
    distances[length + index] = (order.at ?? Number.NaN) - at;
    at = order.at ?? at;
  }
  return { length, packed: deflateRawSync(distances, { level: 1 }).toString('base64') };
}

/** Used numbers that are unpacked when one is asked for. */
class KeptUsed {
  readonly length: number;
  #packed: string | null;
  #bodies = new Float64Array(0);
  #times = new Float64Array(0);

  constructor({ length, packed }: PackedNumbers) {
    this.length = length;
    this.#packed = packed;
  }

  at(index: number): Used | undefined {
    if (this.#packed !== null) this.#unpack(this.#packed);
    const body = this.#bodies[index];
    if (body === undefined) return undefined;
    const at = this.#times[index] as number;
    return { body, at: Number.isNaN(at) ? null : at };
  }

  #unpack(packed: string): void {
    const bytes = inflateRawSync(Buffer.from(packed, 'base64'));
    const distances = new Float64Array(2 * this.length);
    Buffer.from(distances.buffer).set(bytes);
    this.#bodies = distances.subarray(0, this.length);
    this.#times = distances.subarray(this.length);
    let [body, at] = [0, 0];
    for (let index = 0; index < this.length; index += 1) {
      body += this.#bodies[index] as number;
      this.#bodies[index] = body;
      const time = at + (this.#times[index] as number);
      this.#times[index] = time;
      if (!Number.isNaN(time)) at = time;
    }
    this.#packed = null;
  }
}
