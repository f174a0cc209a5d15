// The word `must_have`: a request that shows one thing must show another before it ends; one occurrence a request.
import type { TraceEvent } from '../../model/event.js';
import type { Severity, Text } from '../../model/finding.js';
import type { Transaction, WebRequest } from '../../model/transaction.js';
import { requestOver } from '../../model/transaction/requests.js';
import type { CaseRule } from '../detector.js';
import { proof, seenIn } from '../evidence.js';

/** What breaks the rule in one request: told by a record, or by the absence of one once the request is over. */
export interface Breach {
  readonly event: TraceEvent;
  readonly by: 'record' | 'absence';
}

export type MustHaveRule = Omit<CaseRule, 'shape' | 'caseKind' | 'judge'> & {
  readonly breach: (request: WebRequest, transaction: Transaction) => Breach | null;
  readonly summary: (count: number) => Text;
  readonly severityOf?: (breaches: readonly Breach[]) => Severity;
};

/** Count = requests. */
export function mustHaveRule({ breach, summary, severityOf, ...head }: MustHaveRule): CaseRule {
  return {
    ...head,
    shape: 'case',
    caseKind: 'transaction',
    judge(transaction, { coverage }) {
      const broken: Breach[] = [];
      const open: { breach: Breach; dueAt: number }[] = [];
      for (const request of transaction.requests) {
        const found = breach(request, transaction);
        if (found === null) continue;
        const { over, dueAt } = requestOver(request, coverage);
        if (found.by === 'record' || over) broken.push(found);
        else if (dueAt !== null) open.push({ breach: found, dueAt });
      }
      const shown = broken.length > 0 ? broken : open.map((item) => item.breach);
      const events = shown.map(({ event }) => event);
      if (events.length === 0) return null;
      const dueAt = open.length === 0 ? null : Math.min(...open.map((item) => item.dueAt));
      return {
        verdict: broken.length > 0 ? 'violated' : 'pending',
        severity: severityOf?.(shown) ?? head.severity,
        count: events.length,
        ...seenIn(events),
        dueAt: broken.length > 0 ? null : dueAt,
        wakeAt: broken.length > 0 ? dueAt : null,
        summary: summary(events.length),
        evidence: events.map(proof),
      };
    },
  };
}
