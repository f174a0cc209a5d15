// One row of a score: what was labelled, what was found, how far they agree.

export interface ScoreExample {
  readonly case: string;
  /** What is odd about it, in words. */
  readonly note: string;
}

/** The shape that `score --json` prints, one a line. */
export interface ScoreRow {
  readonly type: 'score';
  readonly code: string;
  readonly rule: string;
  readonly labelled: number;
  readonly found: number;
  readonly true: number;
  readonly missed: number;
  readonly false: number;
  /** Due after the end of the trace: neither right nor wrong. */
  readonly undecided: number;
  /** Null where nothing was found. */
  readonly precision: number | null;
  /** Null where nothing was labelled. */
  readonly recall: number | null;
  readonly f1: number | null;
  /** True ones whose count differs from the label's. */
  readonly otherCount: number;
  /** Of order numbers: true ones with the right reason; else null. */
  readonly reasonRight: number | null;
  /** Why nothing can be scored; null where it can. */
  readonly remark: string | null;
  readonly examples: {
    readonly missed: readonly ScoreExample[];
    readonly false: readonly ScoreExample[];
    readonly otherCount: readonly ScoreExample[];
    readonly otherReason: readonly ScoreExample[];
  };
}

const mostExamples = 5;

/** Counts cases of one rule as they come. */
export class ScoreCount {
  labelled = 0;
  found = 0;
  true = 0;
  undecided = 0;
  otherCount = 0;
  reasonRight: number | null = null;
  remark: string | null = null;
  private readonly lists: Record<keyof ScoreRow['examples'], ScoreExample[]> = {
    missed: [],
    false: [],
    otherCount: [],
    otherReason: [],
  };
  private readonly code: string;
  private readonly rule: string;

  constructor(code: string, rule: string) {
    this.code = code;
    this.rule = rule;
  }

  example(list: keyof ScoreRow['examples'], about: string, note: string): void {
    if (this.lists[list].length < mostExamples) this.lists[list].push({ case: about, note });
  }

  row(): ScoreRow {
    const missed = this.labelled - this.true;
    const wrong = this.found - this.true;
    const precision = this.found === 0 ? null : this.true / this.found;
    const recall = this.labelled === 0 ? null : this.true / this.labelled;
    return {
      type: 'score',
      code: this.code,
      rule: this.rule,
      labelled: this.labelled,
      found: this.found,
      true: this.true,
      missed,
      false: wrong,
      undecided: this.undecided,
      precision,
      recall,
      f1: this.labelled + this.found === 0 ? null : (2 * this.true) / (this.labelled + this.found),
      otherCount: this.otherCount,
      reasonRight: this.reasonRight,
      remark: this.remark,
      examples: this.lists,
    };
  }
}
