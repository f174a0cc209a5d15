// The keys of docs/elasticsearch.md as Elasticsearch takes them.
import { readFileSync } from 'node:fs';

export interface Descriptor {
  readonly cluster: readonly string[];
  readonly indices: readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[];
}

const page = readFileSync(new URL('../../../docs/elasticsearch.md', import.meta.url), 'utf8');

/** The role descriptors of one key, for indices of another prefix. @throws Error where the page describes none */
export function documentedKey(role: string, prefix = 'shoptrace'): Record<string, Descriptor> {
  for (const [, json = ''] of page.matchAll(/```json\n([\s\S]*?)```/g)) {
    const descriptors = JSON.parse(json.replaceAll('"shoptrace-', `"${prefix}-`)) as Record<
      string,
      Descriptor
    >;
    if (role in descriptors) return descriptors;
  }
  throw new Error(`docs/elasticsearch.md describes no key for ${role}`);
}
