// Acknowledge, resolve, suppress, reopen: what people say about a finding, under an optimistic lock.
import { ShoptraceError } from '../model/errors.js';
import { proofsOf, type Finding, type FindingState, type HumanState } from '../model/finding.js';
import type { Dataset } from '../stores/store.js';

export type FindingCommand = 'ack' | 'resolve' | 'suppress' | 'reopen';
export const findingCommands: readonly FindingCommand[] = ['ack', 'resolve', 'suppress', 'reopen'];

export interface ChangeFindingState {
  readonly finding: string;
  readonly command: FindingCommand;
  /** Needed to suppress; a note otherwise. */
  readonly reason: string | null;
  /** UTC ms until which a suppression holds; null for ever. */
  readonly until: number | null;
  /** Who says so. */
  readonly by: string;
  /** Wall clock, UTC ms. */
  readonly at: number;
  /** Version the person saw; null takes the one that stands. */
  readonly version: number | null;
}

const target: Readonly<Record<FindingCommand, HumanState>> = {
  ack: 'acknowledged',
  resolve: 'resolved',
  suppress: 'suppressed',
  reopen: 'open',
};

/** From where a command leads somewhere; the rest changes nothing or makes no sense. */
const allowedFrom: Readonly<Record<FindingCommand, readonly HumanState[]>> = {
  ack: ['open', 'regressed'],
  resolve: ['open', 'acknowledged', 'regressed', 'suppressed'],
  suppress: ['open', 'acknowledged', 'regressed', 'resolved', 'suppressed'],
  reopen: ['acknowledged', 'resolved', 'suppressed', 'regressed'],
};

/** @throws finding-unknown, transition-invalid, state-conflict, usage */
export async function changeFindingState(
  dataset: Dataset,
  change: ChangeFindingState,
): Promise<FindingState> {
  const stored = await dataset.finding(change.finding);
  if (stored === null) throw await unknownFinding(dataset, change.finding);
  checkTransition(stored.human.state, change);
  if (change.version !== null && change.version !== stored.human.version)
    throw new ShoptraceError(
      'state-conflict',
      `Finding ${change.finding} is at version ${stored.human.version}, not ${change.version}: it is ${stored.human.state} now`,
      'Look at it again and repeat the change if it still makes sense.',
    );
  const state = nextState(stored.human, stored.finding, change);
  await dataset.setFindingState(change.finding, stored.human.version, state, {
    finding: change.finding,
    state: state.state,
    reason: state.reason,
    by: change.by,
    at: change.at,
  });
  return state;
}

function checkTransition(
  from: HumanState,
  { command, reason, until, at, finding }: ChangeFindingState,
): void {
  if (!allowedFrom[command].includes(from))
    throw new ShoptraceError(
      'transition-invalid',
      `Finding ${finding} is ${from} and cannot be ${target[command] === 'open' ? 'opened again' : target[command]}`,
      `Possible now: ${findingCommands.filter((other) => allowedFrom[other].includes(from)).join(', ')}.`,
    );
  if (command === 'suppress' && (reason === null || reason.trim() === ''))
    throw new ShoptraceError(
      'usage',
      `Finding ${finding} cannot be suppressed without a reason`,
      'Say why nobody needs to look at it: --reason "…".',
    );
  if (until === null) return;
  if (command !== 'suppress')
    throw new ShoptraceError('usage', 'Only a suppression has an end', 'Leave --until out.');
  if (until <= at)
    throw new ShoptraceError(
      'usage',
      'The end of the suppression has passed already',
      'Give an instant in the future, or leave --until out.',
    );
}

function nextState(before: FindingState, finding: Finding, change: ChangeFindingState): FindingState {
  const resolved = change.command === 'resolve';
  return {
    state: target[change.command],
    reason: change.reason,
    by: change.by,
    at: change.at,
    until: change.command === 'suppress' ? change.until : null,
    proofs: resolved ? proofsOf(finding) : [],
    version: before.version + 1,
  };
}

async function unknownFinding(dataset: Dataset, id: string): Promise<ShoptraceError> {
  const { items } = await dataset.findings({ order: 'newest', limit: 1000 });
  const near = items.map(({ finding }) => finding.id).filter((other) => other.startsWith(id));
  const hint =
    near.length > 0
      ? `Ids that begin so: ${near.slice(0, 5).join(', ')}.`
      : '`shoptrace findings` lists the ids.';
  return new ShoptraceError(
    'finding-unknown',
    `There is no finding ${JSON.stringify(id)} in dataset ${dataset.info.name}`,
    hint,
  );
}
