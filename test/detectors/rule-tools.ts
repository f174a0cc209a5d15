// The real parser and the memory store, as the tests of rules want them.
import { merchantTrace } from '../../parsers/index.js';
import type { RuleTestTools } from '../../src/detectors/run-rule-tests.js';
import { openMemoryStore } from '../../src/stores/memory/memory-store.js';

export const ruleTools: RuleTestTools = {
  format: merchantTrace,
  openDataset: () =>
    openMemoryStore().open('rules', {
      mode: 'write',
      create: { live: false, createdAt: 0, catalogueVersion: merchantTrace.catalogueVersion },
    }),
};
