// What every store must do, run against each implementation: `describeStore(name, open)`.
import { describe } from 'vitest';
import { copyCases } from './store/copy-cases.js';
import { datasetCases } from './store/dataset-cases.js';
import { detectionCases } from './store/detection-cases.js';
import { evidenceCases } from './store/evidence-cases.js';
import { eventCases } from './store/event-cases.js';
import { findingCases } from './store/finding-cases.js';
import { importCases } from './store/import-cases.js';
import { ledgerCases } from './store/ledger-cases.js';
import { pruneCases } from './store/prune-cases.js';
import { searchCases } from './store/search-cases.js';
import type { OpenTestStore } from './store/test-dataset.js';

/** @param open makes an empty store whose decoder is `lineDecoder` of test/support */
export function describeStore(name: string, open: OpenTestStore): void {
  describe(`store contract: ${name}`, () => {
    datasetCases(open);
    evidenceCases(open);
    ledgerCases(open);
    copyCases(open);
    eventCases(open);
    searchCases(open);
    detectionCases(open);
    findingCases(open);
    importCases(open);
    pruneCases(open);
  });
}
