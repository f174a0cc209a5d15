// What the store on Elasticsearch must do on every version that is supported, on a real node.
import { describe } from 'vitest';
import { describeStore } from '../../contracts/describe-store.js';
import { describeSameAnswers } from './describe-same-answers.js';
import { describeUpgrade } from './describe-upgrade.js';
import type { ServerVersion } from './machine.js';
import { canTestOn, useCluster } from './shared-node.js';
import { openTestStore } from './test-store.js';

export function describeOnElasticsearch(version: ServerVersion): void {
  describe.runIf(canTestOn(version))(`Elasticsearch ${version}`, () => {
    const cluster = useCluster({ version });
    describeUpgrade(() => cluster().url);
    describeSameAnswers(() => cluster().url);
    describeStore(`elasticsearch ${version}`, async () => openTestStore(cluster().url));
  });
}
