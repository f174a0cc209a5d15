// One real node for the tests of a file, started when the first of them begins.
import { afterAll, beforeAll } from 'vitest';
import { requireOrSkip } from '../requirements.js';
import { Cluster, type ClusterOptions } from './cluster.js';
import { canRunServer, installHint, type ServerVersion } from './machine.js';

const START_MS = 300_000;

/** False where the machine cannot run it: then one loud line, or a failure where SHOPTRACE_REQUIRE names it. */
export function canTestOn(version: ServerVersion): boolean {
  return requireOrSkip('elasticsearch', canRunServer(version), installHint);
}

/** Call inside `describe`. @returns the cluster, from the first test on */
export function useCluster(options: ClusterOptions): () => Cluster {
  let cluster: Cluster | null = null;
  beforeAll(async () => {
    cluster = await Cluster.start({ shortLived: true, ...options });
  }, START_MS);
  afterAll(async () => {
    await cluster?.stop();
  }, START_MS);
  return () => {
    if (cluster === null) throw new Error('The cluster is not there yet');
    return cluster;
  };
}
