// The field reference of Elasticsearch is what the mappings say, and the documentation speaks of every environment name.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { environmentVariables } from '../../src/config/reference.js';
import { fieldReference } from '../support/elasticsearch/field-reference.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('docs/reference/elasticsearch-fields.md is fresh', async () => {
  await expect(fieldReference()).toMatchFileSnapshot('../../docs/reference/elasticsearch-fields.md');
});

test('the page on Elasticsearch names every variable that the store reads, and so does the reference', () => {
  const source = read('src/stores/elasticsearch/address.ts');
  const names = [...new Set(source.match(/SHOPTRACE_ES_[A-Z_]*[A-Z]/g) ?? [])];
  expect(names.length).toBeGreaterThanOrEqual(6);
  const page = read('docs/elasticsearch.md');
  const reference = environmentVariables.map(([name]) => name);
  for (const name of names) {
    expect(page).toContain(name);
    expect(reference).toContain(name);
  }
});
