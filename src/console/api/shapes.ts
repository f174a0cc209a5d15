// Answers of the API that no other surface prints.
import type { FindingAnswer, Instant, LineAnswer, SourceAnswer } from '../../model/answers.js';
import type { HumanState, Severity } from '../../model/finding.js';

export interface StateChangeAnswer {
  readonly state: HumanState;
  readonly reason: string | null;
  readonly by: string;
  readonly at: Instant;
}

export interface FindingDetail extends FindingAnswer {
  readonly history?: readonly StateChangeAnswer[];
  readonly lines?: readonly LineAnswer[];
}

export interface OverviewAnswer {
  readonly dataset: string;
  readonly open: {
    readonly total: number;
    readonly bySeverity: Readonly<Partial<Record<Severity, number>>>;
    readonly byRule: readonly {
      readonly rule: string;
      readonly title: string;
      readonly severity: Severity;
      readonly count: number;
    }[];
  };
  readonly newest: readonly FindingAnswer[];
  readonly sources: readonly SourceAnswer[];
}

/** One batch of the live stream. */
export interface LiveBatch {
  readonly dataset: string;
  readonly findings: readonly string[];
  readonly sources: boolean;
}
