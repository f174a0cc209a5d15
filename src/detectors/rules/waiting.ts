// What the rules on orders that do not go on share: a record waits for another, in time, late, or never.
import type { TraceEvent } from '../../model/event.js';
import { absenceKnown } from '../../model/transaction/requests.js';
import type { Text } from '../../model/finding.js';
import type { JudgeContext, Statement } from '../detector.js';
import { context, expected, proof } from '../evidence.js';

/** A record that another one should follow; `ended` is that one, null while there is none. */
export interface Waiting {
  readonly since: TraceEvent;
  readonly ended: TraceEvent | null;
}

export type WaitingVerdict = 'violated' | 'late' | 'pending';

export interface JudgedWaiting extends Waiting {
  readonly verdict: WaitingVerdict;
  readonly dueAt: number;
}

/** Null when it was met in time, or when a hole or the end of the files' reach forbids to say so. */
export function judgeWaiting(
  waiting: Waiting,
  withinMs: number,
  { coverage }: JudgeContext,
): JudgedWaiting | null {
  const since = waiting.since.orderTime;
  const dueAt = since + withinMs;
  if (waiting.ended !== null && waiting.ended.orderTime <= dueAt) return null;
  const knowledge = absenceKnown(coverage, since, dueAt);
  if (knowledge === 'never') return null;
  if (waiting.ended !== null) return { ...waiting, verdict: 'late', dueAt };
  return { ...waiting, verdict: knowledge === 'known' ? 'violated' : 'pending', dueAt };
}

const order: readonly WaitingVerdict[] = ['violated', 'late', 'pending'];

export interface WorstWaiting extends JudgedWaiting {
  /** Another one is still waiting: UTC ms at which it falls due. */
  readonly wakeAt: number | null;
}

/** The one that a case is about: never met before late before still waiting; the first of its kind. */
export function worstWaiting(judged: readonly (JudgedWaiting | null)[]): WorstWaiting | null {
  const said = judged.filter((item) => item !== null);
  const worst = said.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))[0];
  if (worst === undefined) return null;
  const waiting = said.filter((item) => item !== worst && item.verdict === 'pending');
  return { ...worst, wakeAt: waiting.length === 0 ? null : Math.min(...waiting.map((item) => item.dueAt)) };
}

/** What a rule says of one record that waits: seen from there to what came late, with what should have come. */
export function waitingStatement(
  { since, ended, verdict, dueAt }: JudgedWaiting,
  summary: Text,
  what: Text,
): Statement {
  return {
    verdict,
    count: 1,
    firstSeen: since.orderTime,
    lastSeen: ended?.orderTime ?? since.orderTime,
    dueAt,
    summary,
    evidence: [proof(since), ...(ended === null ? [] : [context(ended)]), expected(what, dueAt)],
  };
}
