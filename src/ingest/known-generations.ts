// Finds, among the generations of a dataset, the one whose content a file is.
import { ShoptraceError } from '../model/errors.js';
import type { Generation } from '../model/block.js';
import type { BlockMark, Dataset } from '../stores/store.js';
import { readMarks, relationTo, type ContentMarks, type Relation } from './content-marks.js';
import type { FileContent } from './file-content.js';

export interface Match {
  readonly generation: Generation;
  readonly relation: Relation;
  readonly marks: readonly BlockMark[];
}

const rank = { equal: 4, shorter: 3, longer: 2, differs: 1 } as const;

export class KnownGenerations {
  readonly #dataset: Dataset;
  readonly #all = new Map<string, Generation>();
  /** By source: all its files were read with one zone. */
  readonly #zones = new Map<string, string>();
  /** Ids of generations by the id of their first line. */
  readonly #byFirstLine = new Map<string, Set<string>>();

  private constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  static async load(dataset: Dataset): Promise<KnownGenerations> {
    const known = new KnownGenerations(dataset);
    for (const generation of await dataset.generations()) known.add(generation);
    return known;
  }

  add(generation: Generation): void {
    this.#all.set(generation.id, generation);
    this.#zones.set(generation.source, generation.zone);
    const firstLine = generation.firstLine ?? generation.id;
    const known = this.#byFirstLine.get(firstLine);
    if (known === undefined) this.#byFirstLine.set(firstLine, new Set([generation.id]));
    else known.add(generation.id);
  }

  get(id: string): Generation | undefined {
    return this.#all.get(id);
  }

  all(): readonly Generation[] {
    return [...this.#all.values()];
  }

  ofSource(source: string): readonly Generation[] {
    return this.all().filter((generation) => generation.source === source);
  }

  /** Generations whose first line has this id. */
  beginningWith(firstLineId: string): readonly Generation[] {
    return [...(this.#byFirstLine.get(firstLineId) ?? [])].flatMap((id) => this.#all.get(id) ?? []);
  }

  /** @throws zone-conflict when the source was read with another zone: its stored times would disagree with the new ones */
  requireZone(source: string, zone: string): void {
    const known = this.#zones.get(source) ?? zone;
    if (known !== zone) throw zoneConflict(source, known, zone);
  }

  /** The best match of a whole file with what is stored, null when nothing begins with its first line. */
  async match(
    content: FileContent,
    firstLineId: string,
    maxLineBytes: number,
  ): Promise<{ readonly marks: ContentMarks; readonly best: Match } | null> {
    const candidates = this.beginningWith(firstLineId);
    if (candidates.length === 0) return null;
    const known = new Map<Generation, readonly BlockMark[]>();
    for (const generation of candidates) {
      const marks = await this.#dataset.marks(generation.id);
      // Without a block nothing of it was ever acknowledged.
      if (marks.length > 0) known.set(generation, marks);
    }
    if (known.size === 0) return null;
    const open = [...known.values()].flatMap((marks) => marks.filter((mark) => !mark.closed));
    const marks = await readMarks(content.chunks(), maxLineBytes, open);
    let best: Match | null = null;
    for (const [generation, stored] of known) {
      const relation = await relationTo(marks, generation.id, stored, this.#dataset);
      const match = { generation, relation, marks: stored };
      if (best === null || isBetter(match, best)) best = match;
    }
    return best === null ? null : { marks, best };
  }
}

function isBetter(a: Match, b: Match): boolean {
  const kinds = rank[a.relation.kind] - rank[b.relation.kind];
  if (kinds !== 0) return kinds > 0;
  if (a.relation.kind === 'differs' && b.relation.kind === 'differs') {
    if (a.relation.block !== b.relation.block) return a.relation.block > b.relation.block;
    // Of versions that are equally near the original speaks.
    return a.generation.parent === null && b.generation.parent !== null;
  }
  return storedEnd(a.marks) > storedEnd(b.marks);
}

/** Bytes that a generation's blocks stand for. */
export function storedEnd(marks: readonly BlockMark[]): number {
  const last = marks.at(-1);
  return last === undefined ? 0 : last.start + last.length;
}

/** Content that is stored has its times already: another zone comes too late for them. @throws zone-conflict */
export function requireZoneOf(
  { path, zone }: Generation,
  file: { readonly path: string; readonly zone: string; readonly zoneIsGiven?: boolean },
): void {
  if (file.zoneIsGiven !== true || zone === file.zone) return;
  const known = path === file.path ? path : `${file.path} holds what ${path} holds, which`;
  throw zoneConflict(known, zone, file.zone);
}

function zoneConflict(what: string, known: string, given: string): ShoptraceError {
  return new ShoptraceError(
    'zone-conflict',
    `${what} was read with zone ${known}, and is now given with ${given}.`,
    `Give --zone ${known}, or read it anew into a dataset of its own: shoptrace replay … --zone ${given} --dataset NAME.`,
  );
}
