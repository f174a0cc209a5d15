// Acknowledge, resolve, suppress, reopen: changes of several findings, and how to take them back.
import type { FindingAnswer } from '../../model/answers.js';
import type { HumanState } from '../../model/finding.js';
import { patchJson } from './client.js';

export type TargetState = Exclude<HumanState, 'regressed'>;

export interface StateRequest {
  readonly state: TargetState;
  readonly reason: string | null;
  /** UTC; of a suppression that ends. */
  readonly until?: string | null;
}

/** Versions that this page has written: their echo on the live stream is no news. */
const ownVersions = new Map<string, number>();

export function isOwnChange({ id, stateVersion }: Pick<FindingAnswer, 'id' | 'stateVersion'>): boolean {
  return stateVersion !== undefined && ownVersions.get(id) === stateVersion;
}

async function change(
  finding: Pick<FindingAnswer, 'id' | 'dataset'>,
  request: StateRequest,
  version: number | null,
): Promise<FindingAnswer> {
  const changed = await patchJson<FindingAnswer>(
    `/findings/${encodeURIComponent(finding.id)}/state`,
    { dataset: finding.dataset },
    { ...request, version },
  );
  if (changed.stateVersion !== undefined) ownVersions.set(changed.id, changed.stateVersion);
  return changed;
}

/** The states a finding can go to from where it stands. */
export function targetsOf(state: HumanState): readonly TargetState[] {
  const targets: Readonly<Record<HumanState, readonly TargetState[]>> = {
    open: ['acknowledged', 'resolved', 'suppressed'],
    regressed: ['acknowledged', 'resolved', 'suppressed'],
    acknowledged: ['resolved', 'suppressed', 'open'],
    resolved: ['open'],
    suppressed: ['open', 'resolved'],
  };
  return targets[state];
}

/** @throws ApiProblem of the first that failed; those before it are changed */
export async function changeStates(
  findings: readonly FindingAnswer[],
  request: StateRequest,
): Promise<readonly FindingAnswer[]> {
  const changed: FindingAnswer[] = [];
  for (const finding of findings) {
    if (!targetsOf(finding.state).includes(request.state)) continue;
    changed.push(await change(finding, request, finding.stateVersion ?? null));
  }
  return changed;
}

/** Puts findings back to where they stood: opened again first, then what they were. */
export async function restoreStates(before: readonly FindingAnswer[], reason: string): Promise<void> {
  for (const finding of before) {
    await change(finding, { state: 'open', reason }, null);
    if (finding.state === 'open' || finding.state === 'regressed') continue;
    await change(finding, { state: finding.state, reason: finding.reason ?? reason }, null);
  }
}
