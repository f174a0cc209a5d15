// The story of a transaction: what happened, in order, one sentence a step, each with the records that prove it.
import type { ExpectedStep, Instant, StoryStep } from '../../model/answers.js';
import type { TraceEvent } from '../../model/event.js';
import { counted, listed, quoted } from '../../model/texts/words.js';
import { textField } from '../../model/transaction/record-kinds.js';
import type { Placement, Transaction } from '../../model/transaction.js';
import { toInstant } from '../instant.js';
import { isNewAccount, phraseOf } from './record-phrases.js';
import type { ToldRun } from './told-runs.js';

export interface StoryContext {
  readonly runs: readonly ToldRun[];
  /** Missing steps that are not the end of a dead run; `pending`: their time is not over. */
  readonly missing: readonly (ExpectedStep & { readonly pending: boolean })[];
  /** `20:39:01` of an event, as the shop printed it. */
  clock(event: TraceEvent): string;
  /** `2017-08-21 20:39:01` of an instant of an answer, in the zone of the shop. */
  stamp(instant: Instant): string;
}

interface Draft {
  at: number;
  what: string;
  kind: StoryStep['kind'];
  events: string[];
  group: string;
}

export function tellStory(transaction: Transaction, context: StoryContext): readonly StoryStep[] {
  const told = new Set<string>();
  const teller = new Teller(transaction, context);
  const drafts = transaction.requests.flatMap((request) => {
    for (const event of request.events) told.add(event.id);
    return teller.tell(request.events);
  });
  const strays = transaction.events.map(({ event }) => event).filter((event) => !told.has(event.id));
  const steps = [...drafts, ...teller.tell(strays), ...deaths(context), ...missing(transaction, context)];
  return steps
    .map((step, index) => ({ step, index }))
    .sort((a, b) => a.step.at - b.step.at || a.index - b.index)
    .map(({ step }) => ({ at: toInstant(step.at), what: step.what, kind: step.kind, events: step.events }));
}

class Teller {
  readonly #transaction: Transaction;
  readonly #context: StoryContext;
  readonly #reported = new Map<string, number>();

  constructor(transaction: Transaction, context: StoryContext) {
    this.#transaction = transaction;
    this.#context = context;
  }

  /** Records of one request. */
  tell(events: readonly TraceEvent[]): Draft[] {
    const drafts: Draft[] = [];
    for (const event of events) {
      const last = drafts.at(-1);
      const draft = this.#draft(event);
      if (last === undefined || last.group !== draft.group) drafts.push(draft);
      else join(last, event, events);
    }
    return drafts;
  }

  #draft(event: TraceEvent): Draft {
    const placement = this.#transaction.placements.findIndex((item) => item.event.id === event.id);
    if (placement >= 0) return draftOf(event, 'order', this.#placed(placement));
    const run = this.#context.runs.find(({ beginning }) => beginning.includes(event));
    if (run !== undefined)
      return { ...draftOf(event, 'production', runBegins(run)), group: `run ${run.number}` };
    if (isNewAccount(event)) return draftOf(event, 'account', this.#account(event));
    if (event.code === 'GEN2' || event.code === 'PRD5' || event.code === 'POS1') return stage(event);
    const { kind, what, group } = phraseOf(event);
    return { ...draftOf(event, kind, what), group };
  }

  #placed(index: number): string {
    const placement = this.#transaction.placements[index];
    const many = this.#transaction.placements.length > 1;
    const which = many ? ` (${index + 1} of ${this.#transaction.placements.length})` : '';
    return `Order placed${index > 0 && placement?.newBill !== true ? ' again' : ''}${which}${contents(placement)}.`;
  }

  #account(event: TraceEvent): string {
    const id = textField(event, 'userId');
    const name = quoted(event.fields['userName']);
    const reports = (this.#reported.get(id ?? name) ?? 0) + 1;
    this.#reported.set(id ?? name, reports);
    const account = id === null ? `Account ${name}` : `Account ${id} (${name})`;
    if (reports === 1) return `${account} was reported as new.`;
    return `${account} was reported as new again: the account that is there was updated.`;
  }
}

function contents(placement: Placement | undefined): string {
  if (placement === undefined) return '';
  const parts = [
    placement.objects === null ? null : counted(placement.objects, 'object'),
    placement.amount === null ? null : `total ${placement.amount}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function runBegins(run: ToldRun): string {
  const state = run.run.billState === null ? '' : ` (the bill is ${quoted(run.run.billState)})`;
  const items = run.beginning
    .filter(({ code }) => code === 'PRE1')
    .map((event) => quoted(event.fields['itemCode']));
  const prepared = items.length === 0 ? '' : `; ${listed(items)} prepared`;
  return `Production run ${run.number} began${state}${prepared}.`;
}

function stage(event: TraceEvent): Draft {
  if (event.code === 'GEN2') return draftOf(event, 'support', 'Enrolment in the support course began.');
  if (event.code === 'PRD5') return draftOf(event, 'production', 'Post-pay began.');
  return draftOf(event, 'production', `Post-pay produces ${quoted(event.fields['itemCode'])}.`);
}

function draftOf(event: TraceEvent, kind: Draft['kind'], what: string): Draft {
  return { at: event.orderTime, what, kind, events: [event.id], group: event.id };
}

function join(draft: Draft, event: TraceEvent, events: readonly TraceEvent[]): void {
  draft.events.push(event.id);
  const first = events.find(({ id }) => id === draft.events[0]);
  if (first !== undefined && !draft.group.startsWith('run '))
    draft.what = phraseOf(first, draft.events.length).what;
}

function deaths(context: StoryContext): Draft[] {
  return context.runs.flatMap(({ run, end }) => {
    const last = run.events.at(-1);
    if (last === undefined || (end !== 'died-post-pay' && end !== 'died-pre-pay')) return [];
    const where = end === 'died-post-pay' ? 'post-pay' : 'pre-pay';
    const what = `The request died in ${where} at ${context.clock(last)}: nothing more was written, no completion, no notification.`;
    return [{ at: last.orderTime, what, kind: 'death', events: [last.id], group: '' }];
  });
}

function missing(transaction: Transaction, context: StoryContext): Draft[] {
  const times = new Map(transaction.events.map(({ event }) => [event.id, event.orderTime]));
  return context.missing.map((step) => {
    const at = (step.after === null ? undefined : times.get(step.after)) ?? transaction.lastSeen;
    const until = step.dueAt === null ? 'later' : context.stamp(step.dueAt);
    const what = step.pending ? `Still due until ${until}: ${step.what}.` : `Missing: ${step.what}.`;
    return { at, what, kind: 'missing', events: [], group: '' };
  });
}
