// Followers of a set of paths: one for each way of masking, because a follower masks all its files alike.
import { Follower } from '../ingest/follower.js';
import type { FollowDependencies } from '../ingest/follow-settings.js';
import type { FollowedPath } from './worker-messages.js';

export function followersOf(
  paths: readonly FollowedPath[],
  dependenciesOf: (masking: 'on' | 'off') => FollowDependencies,
): readonly Follower[] {
  return (['on', 'off'] as const).flatMap((masking) => {
    const some = paths.filter((path) => path.masking === masking);
    return some.length === 0 ? [] : new Follower(some, dependenciesOf(masking));
  });
}
