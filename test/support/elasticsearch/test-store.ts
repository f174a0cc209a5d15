// Stores on a real node for tests: each with index names of its own, taken away at the end.
import { randomBytes } from 'node:crypto';
import {
  openElasticsearchStore,
  type ElasticsearchOptions,
} from '../../../src/stores/elasticsearch/elasticsearch-store.js';
import type { Store } from '../../../src/stores/store.js';
import { createLog } from '../../../src/telemetry/log.js';
import { lineDecoder } from '../line-format.js';

export interface TestStore {
  readonly store: Store;
  readonly prefix: string;
  /** @param through a node that is there; default: the address given */
  readonly cleanup: (through?: string) => Promise<void>;
}

const silent = createLog({ level: 'silent', format: 'text' });

export const freshPrefix = (): string => `t${randomBytes(6).toString('hex')}`;

/** @param url of a node, without a prefix */
export function openTestStore(
  url: string,
  options: Partial<Omit<ElasticsearchOptions, 'url'>> = {},
  prefix = freshPrefix(),
): TestStore {
  const store = openElasticsearchStore({
    url: `${url}?prefix=${prefix}`,
    decoder: lineDecoder,
    environment: {},
    log: silent,
    ...options,
  });
  return { store, prefix, cleanup: async (through = url) => await dropIndices(through, prefix) };
}

export async function indexNames(url: string, prefix: string): Promise<string[]> {
  const response = await fetch(`${url}/_cat/indices/${prefix}-*?h=index&format=json&expand_wildcards=all`);
  const rows = (await response.json()) as readonly { readonly index: string }[];
  return rows.map(({ index }) => index).toSorted();
}

export async function dropIndices(url: string, prefix: string): Promise<void> {
  const names = await indexNames(url, prefix);
  if (names.length === 0) return;
  const response = await fetch(`${url}/${names.join(',')}?ignore_unavailable=true`, { method: 'DELETE' });
  await response.body?.cancel();
}
