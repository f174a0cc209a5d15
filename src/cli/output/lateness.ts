// Late numbers by how late they came: the longest first, and those that others overtook by a few minutes.
import type { LateAnswer } from '../../model/sequence-answers.js';

/** A payment takes minutes; who orders meanwhile overtakes it. */
export const OVERTAKEN_MINUTES = 10;

/** Longest first; the same wait in the order of the numbers. */
export function byLateness(late: readonly LateAnswer[]): LateAnswer[] {
  return late.toSorted((a, b) => b.delaySeconds[0] - a.delaySeconds[0]);
}

/** It came within minutes of its place, at the most that the brackets allow. */
export function isOvertaken({ delaySeconds: [least, most] }: LateAnswer): boolean {
  return (most ?? least) <= OVERTAKEN_MINUTES * 60;
}
