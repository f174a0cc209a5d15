// The points of its work at which a process is killed, by name.

/**
 * `read`: of a file. `append`: the batch is with the writer; it holds the checkpoint too. `begin`, `commit`: of any
 * transaction of the store; `statement`: in its midst. `generation`: the first batch of another file content. `rename`:
 * what is known of a file changes. `detection`: what was judged. `status`: how far a source was seen.
 */
export const killPoints = [
  'read',
  'append',
  'begin',
  'statement',
  'commit',
  'generation',
  'rename',
  'detection',
  'status',
] as const;

export type KillPoint = (typeof killPoints)[number];

export interface KillAt {
  readonly point: KillPoint;
  readonly when: 'before' | 'after';
  /** At so many passages, from 1. */
  readonly count: number;
}
