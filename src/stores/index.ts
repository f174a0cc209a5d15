// The list of stores: an address says which one, and each is loaded only when it is asked for.
import { ShoptraceError } from '../model/errors.js';
import type { BlockDecoder, Store } from './store.js';

export interface StoreDependencies {
  /** Parses stored blocks again; the composition root knows the formats. */
  readonly decoder: BlockDecoder;
}

/**
 * @param url `memory:`, `sqlite:FOLDER` (or a plain path), `http(s)://HOST` (Elasticsearch)
 * @throws usage, store-damaged, store-unreachable
 */
export async function openStore(url: string, dependencies: StoreDependencies): Promise<Store> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase() ?? 'sqlite';
  if (scheme === 'memory') return (await import('./memory/memory-store.js')).openMemoryStore();
  if (scheme === 'http' || scheme === 'https')
    return (await import('./elasticsearch/elasticsearch-store.js')).openElasticsearchStore({
      url,
      ...dependencies,
    });
  if (scheme === 'sqlite') {
    const folder = url.replace(/^sqlite:/i, '');
    if (folder !== '')
      return (await import('./sqlite/sqlite-store.js')).openSqliteStore({ folder, ...dependencies });
  }
  throw new ShoptraceError(
    'usage',
    `${JSON.stringify(redacted(url))} is not the address of a store`,
    'Use a folder (`./data` or `sqlite:./data`), the http(s) address of Elasticsearch, or `memory:`.',
  );
}

function redacted(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//***@');
}
