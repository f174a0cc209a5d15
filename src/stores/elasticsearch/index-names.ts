// Names of the indices of a dataset, and the aliases they are written and read through.
import {
  blockIndex,
  detailIndex,
  eventIndex,
  findingIndex,
  stateIndex,
  transactionIndex,
  type IndexDefinition,
} from './index-definitions.js';

/** The indices that every dataset has from its beginning; those of events come as years do. */
export const fixedParts = ['state', 'blocks', 'transactions', 'findings', 'details'] as const;
export type FixedPart = (typeof fixedParts)[number];
export type Part = FixedPart | 'events';

const definitions: Readonly<Record<Part, IndexDefinition>> = {
  state: stateIndex,
  blocks: blockIndex,
  transactions: transactionIndex,
  findings: findingIndex,
  details: detailIndex,
  events: eventIndex,
};

export const definitionOf = (part: Part): IndexDefinition => definitions[part];

/** Writing goes through an alias, and is refused where that is missing: so no write ever makes an index. */
const WRITE_SUFFIX = '.write';

export class IndexNames {
  readonly prefix: string;
  readonly dataset: string;

  constructor(prefix: string, dataset: string) {
    this.prefix = prefix;
    this.dataset = dataset;
  }

  index(part: FixedPart): string {
    return `${this.prefix}-${this.dataset}-${part}`;
  }

  /** @param partition a year, or `undated` */
  eventIndex(partition: string): string {
    return `${this.prefix}-${this.dataset}-events-${partition}`;
  }

  /** Alias over the events of all years. */
  get events(): string {
    return `${this.prefix}-${this.dataset}-events`;
  }

  /** What is searched. */
  readable(part: Part): string {
    return part === 'events' ? this.events : this.index(part);
  }

  writable(part: FixedPart): string {
    return this.index(part) + WRITE_SUFFIX;
  }

  writableEvents(partition: string): string {
    return this.eventIndex(partition) + WRITE_SUFFIX;
  }
}

/** Matches the state index of every dataset. */
export const everyState = (prefix: string): string => `${prefix}-*-state`;
