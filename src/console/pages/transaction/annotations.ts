// What stands after which line: notes of findings after their proofs, deaths, and what is missing.
import type { ExpectedStep, FindingAnswer, StoryStep, TransactionAnswer } from '../../../model/answers.js';

export type Annotation =
  | {
      readonly kind: 'finding';
      readonly finding: FindingAnswer;
      /** Proofs in these lines. */
      readonly of: number;
    }
  /** The same proof again: told before, so that a name is enough. */
  | {
      readonly kind: 'again';
      readonly findings: readonly {
        readonly finding: FindingAnswer;
        readonly nth: number;
        readonly of: number;
      }[];
    }
  /** A request died here; what was still to come stands with it. */
  | { readonly kind: 'death'; readonly step: StoryStep; readonly missing: readonly ExpectedStep[] }
  | { readonly kind: 'missing'; readonly step: ExpectedStep };

export interface Annotations {
  readonly after: ReadonlyMap<string, readonly Annotation[]>;
  /** What is missing after no line in particular. */
  readonly atEnd: readonly Annotation[];
}

function proofs(finding: FindingAnswer, shown: ReadonlySet<string>): string[] {
  return finding.evidence.flatMap((evidence) =>
    evidence.role === 'proof' && shown.has(evidence.event) ? [evidence.event] : [],
  );
}

export function annotate(
  transaction: Pick<TransactionAnswer, 'lines' | 'findings' | 'story' | 'expected'>,
): Annotations {
  const shown = new Set(transaction.lines.map((line) => line.event));
  const after = new Map<string, Annotation[]>();
  const atEnd: Annotation[] = [];
  const add = (event: string | null | undefined, annotation: Annotation): void => {
    if (event === null || event === undefined || !shown.has(event)) {
      atEnd.push(annotation);
      return;
    }
    const list = after.get(event) ?? [];
    list.push(annotation);
    after.set(event, list);
  };
  for (const [event, again] of repeatedProofs(transaction.findings, shown, add))
    add(event, { kind: 'again', findings: again });
  const deaths = new Set<string>();
  for (const step of transaction.story) {
    const event = step.events.at(-1);
    if (step.kind !== 'death' || event === undefined) continue;
    deaths.add(event);
    const missing = transaction.expected.filter((expected) => expected.after === event);
    add(event, { kind: 'death', step, missing });
  }
  for (const step of transaction.expected)
    if (step.after === null || !deaths.has(step.after)) add(step.after, { kind: 'missing', step });
  return { after, atEnd };
}

type Again = Extract<Annotation, { kind: 'again' }>['findings'][number];

/** Adds a note at the first proof of each finding; gives the further ones by event. */
function repeatedProofs(
  findings: readonly FindingAnswer[],
  shown: ReadonlySet<string>,
  add: (event: string, annotation: Annotation) => void,
): ReadonlyMap<string, readonly Again[]> {
  const repeated = new Map<string, Again[]>();
  for (const finding of findings) {
    const [first, ...others] = proofs(finding, shown);
    if (first === undefined) continue;
    const of = others.length + 1;
    add(first, { kind: 'finding', finding, of });
    others.forEach((event, index) => {
      const list = repeated.get(event) ?? [];
      list.push({ finding, nth: index + 2, of });
      repeated.set(event, list);
    });
  }
  return repeated;
}
