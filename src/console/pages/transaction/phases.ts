// Where each step of a story lies on the time scale of its transaction.
import type { StoryStep, TransactionAnswer } from '../../../model/answers.js';

export interface PhaseMark {
  readonly step: StoryStep;
  /** Share of the whole, 0 … 1. */
  readonly left: number;
  /** Share of the whole; 0 for a moment. */
  readonly width: number;
  /** Steps of the same kind that would lie on this one and are not drawn. */
  readonly more: number;
}

export interface PhaseLane {
  readonly kind: Exclude<StoryStep['kind'], 'death' | 'missing'>;
  readonly marks: readonly PhaseMark[];
}

export interface Phases {
  readonly fromMs: number;
  readonly toMs: number;
  readonly lanes: readonly PhaseLane[];
}

const laneOrder: readonly PhaseLane['kind'][] = [
  'order',
  'payment',
  'production',
  'account',
  'support',
  'delivery',
  'notify',
  'staff',
  'other',
];

/** A request dies while producing; what is missing has no moment of its own. */
function laneOf(step: StoryStep): PhaseLane['kind'] | null {
  if (step.kind === 'missing') return null;
  return step.kind === 'death' ? 'production' : step.kind;
}

/** Closer marks of one kind cannot be told apart on any screen. */
const CLOSEST = 1 / 400;

function place(marks: Writable<PhaseMark>[], mark: PhaseMark): void {
  const last = marks.findLast((earlier) => earlier.step.kind === mark.step.kind);
  const covered = last && mark.left + mark.width <= last.left + Math.max(last.width, CLOSEST);
  if (last && covered) last.more += 1;
  else marks.push({ ...mark });
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export function layPhases(
  transaction: Pick<TransactionAnswer, 'story' | 'lines' | 'firstSeen' | 'lastSeen'>,
): Phases {
  const fromMs = Date.parse(transaction.firstSeen);
  const toMs = Math.max(Date.parse(transaction.lastSeen), fromMs + 1);
  const timeOf = new Map(transaction.lines.map((line) => [line.event, Date.parse(line.at)]));
  const share = (time: number): number => Math.min(Math.max((time - fromMs) / (toMs - fromMs), 0), 1);
  const lanes = new Map<PhaseLane['kind'], Writable<PhaseMark>[]>();
  for (const step of transaction.story) {
    const kind = laneOf(step);
    if (kind === null) continue;
    const times = step.events.flatMap((event) => timeOf.get(event) ?? []);
    const moment = step.kind === 'death' || times.length === 0;
    const start = moment ? Date.parse(step.at) : Math.min(...times);
    const end = moment ? start : Math.max(...times);
    const marks = lanes.get(kind) ?? [];
    place(marks, { step, left: share(start), width: share(end) - share(start), more: 0 });
    lanes.set(kind, marks);
  }
  return {
    fromMs,
    toMs,
    lanes: laneOrder.flatMap((kind) => {
      const marks = lanes.get(kind);
      return marks ? [{ kind, marks }] : [];
    }),
  };
}
