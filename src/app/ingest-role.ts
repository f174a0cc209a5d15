// The ingest role beside others on one store: follows and writes; judging is another process's.
import { merchantTrace } from '../../parsers/index.js';
import type { Follower } from '../ingest/follower.js';
import { defaultIngestOptions } from '../ingest/options.js';
import type { Dataset } from '../stores/store.js';
import { followersOf } from './followers.js';
import type { FollowedPath } from './worker-messages.js';

export interface IngestRoleOptions {
  readonly dataset: Dataset;
  readonly paths: readonly FollowedPath[];
  readonly maskingKey: Uint8Array;
  /** Wall clock, UTC ms. */
  readonly now: () => number;
  readonly onProblem: (path: string, problem: Error | null) => void;
}

export class IngestRole {
  readonly #followers: readonly Follower[];

  constructor({ dataset, paths, maskingKey, now, onProblem }: IngestRoleOptions) {
    this.#followers = followersOf(paths, (masking) => ({
      dataset,
      format: merchantTrace,
      masking,
      maskingKey,
      options: defaultIngestOptions,
      now,
      onCommitted: () => undefined,
      onProblem,
    }));
  }

  /** @returns when it was stopped; rejects with a fault that waiting does not heal */
  async run(): Promise<void> {
    await Promise.all(this.#followers.map((follower) => follower.start()));
  }

  /** Ends after the batch in flight. */
  async stop(): Promise<void> {
    await Promise.all(this.#followers.map((follower) => follower.stop()));
  }
}
