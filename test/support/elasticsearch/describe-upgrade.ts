// A dataset whose indices an earlier schema made is given what was added since when it is opened for writing.
import { expect, test } from 'vitest';
import { SCHEMA_VERSION } from '../../../src/stores/elasticsearch/index-definitions.js';
import { finding, judging, obligation, summary } from '../../contracts/store/test-findings.js';
import { openTestStore } from './test-store.js';

const create = { live: false, createdAt: 0, catalogueVersion: '1' };

interface Properties {
  readonly [field: string]: { readonly properties?: Record<string, unknown> };
}

async function ask<T>(url: string, method = 'GET', body?: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as T;
  expect([response.status, answer]).toEqual([200, expect.anything()]);
  return answer;
}

export function describeUpgrade(url: () => string): void {
  test('a dataset of schema 1 goes on as one of today', async () => {
    const { store, prefix, cleanup } = openTestStore(url());
    try {
      await (await store.open('shop', { mode: 'write', create })).close();
      const [name = ''] = Object.keys(await ask<object>(`${url()}/${prefix}-shop-transactions*`));
      const index = `${url()}/${name}`;
      const found =
        await ask<
          Record<string, { readonly mappings: { properties: Properties }; readonly aliases: object }>
        >(index);
      const { mappings, aliases } = found[name] ?? { mappings: { properties: {} }, aliases: {} };
      expect(mappings.properties['shoptrace']?.properties).toHaveProperty('judgement');
      delete mappings.properties['shoptrace']?.properties?.['judgement'];
      await ask(index, 'DELETE');
      await ask(index, 'PUT', { mappings, aliases });
      const [state = ''] = Object.keys(await ask<object>(`${url()}/${prefix}-shop-state*`));
      const schema = (version: number) => ({ doc: { shoptrace: { body: { schema: version } } } });
      await ask(`${url()}/${state}/_update/dataset?refresh=true`, 'POST', schema(1));
      const dataset = await store.open('shop', { mode: 'write' });
      await dataset.commitDetection(
        judging('T1', [finding('T1')], {
          obligations: [obligation('T1', 9_000)],
          summaries: [summary('T1', 500)],
        }),
      );
      expect(await dataset.transaction('default', 'T1')).toMatchObject({ amount: 12.5 });
      const source = await ask<object>(`${url()}/${state}/_doc/dataset`);
      expect(source).toMatchObject({ _source: { shoptrace: { body: { schema: SCHEMA_VERSION } } } });
    } finally {
      await store.close();
      await cleanup();
    }
  });
}
