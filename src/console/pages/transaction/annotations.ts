// What stands after which line: notes of findings after their proofs, deaths, and what is missing.
import type { ExpectedStep, FindingAnswer, StoryStep, TransactionAnswer } from '../../../model/answers.js';

export type Annotation =
  | {
      readonly kind: 'finding';
      readonly finding: FindingAnswer;
      /** Which proof of how many; the first carries the summary. */
      readonly nth: number;
      readonly of: number;
    }
  | { readonly kind: 'death'; readonly step: StoryStep }
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
  for (const finding of transaction.findings) {
    const events = proofs(finding, shown);
    events.forEach((event, index) =>
      add(event, { kind: 'finding', finding, nth: index + 1, of: events.length }),
    );
  }
  for (const step of transaction.story)
    if (step.kind === 'death') add(step.events.at(-1), { kind: 'death', step });
  for (const step of transaction.expected) add(step.after, { kind: 'missing', step });
  return { after, atEnd };
}
