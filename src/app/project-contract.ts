// What the composition root offers to the command line.
import type { RuleAnswer } from '../model/answers.js';
import type {
  DetectRequest,
  DetectResult,
  ImportedFile,
  ImportRequest,
  IngestRequest,
  ReadResult,
  ReplayRequest,
  RuleTestResult,
  Running,
  StartRequest,
} from '../model/jobs.js';
import type { ShoptraceError } from '../model/errors.js';
import type { SequenceSettingsByShop } from '../model/sequences/number-fact.js';
import type { SourceTrouble } from '../model/source-trouble.js';
import type { VerifyAnswer } from '../model/verify.js';
import type { Settings } from '../config/schema.js';
import type { Dataset, Store } from '../queries/question.js';

/** Why this dataset answers: the user named it, or it is the live one, or (without a live one) the newest. */
export type ChosenBecause = 'named' | 'live' | 'newest';

export interface Project {
  readonly settings: Settings;
  readonly store: Store;
  /** Built-in rules and the user's own, thresholds overlaid by the configuration. */
  readonly rules: readonly RuleAnswer[];
  /** What the configuration says about order numbers. */
  readonly sequenceSettings: SequenceSettingsByShop;
  /**
   * Opened once, closed by `close()`. Mode `write` is for human state only and must also work while a daemon runs.
   * @throws dataset-unknown (its hint names the nearest or what to do when there is none), dataset-busy
   */
  dataset(
    name: string | null,
    mode?: 'read' | 'write',
  ): Promise<{ readonly dataset: Dataset; readonly because: ChosenBecause }>;
  /** Reads and judges; open findings and totals are asked for afterwards by the questions. @throws what concerns all files; a fault of one file is in its `FileRead` */
  replay(request: ReplayRequest): Promise<ReadResult>;
  ingest(request: IngestRequest): Promise<ReadResult>;
  /** Order tables and logs beside the traces. @throws what concerns all files */
  importTables(
    request: ImportRequest,
  ): Promise<{ readonly dataset: string; readonly files: readonly ImportedFile[] }>;
  start(request: StartRequest): Promise<Running>;
  serve(request: { readonly now: number }): Promise<Running>;
  detect(request: DetectRequest): Promise<DetectResult>;
  /** Compares files with what a dataset holds of them; one answer a file, an error where it cannot be compared. */
  verify(dataset: Dataset, paths: readonly string[]): AsyncIterable<VerifyAnswer | ShoptraceError>;
  /** Followed files of a dataset that cannot be read now. */
  troubles(dataset: string): readonly SourceTrouble[];
  /** The tests inside the rules; all rules when `ids` is empty. */
  testRules(ids: readonly string[]): Promise<readonly RuleTestResult[]>;
  close(): Promise<void>;
}

export type OpenProject = (settings: Settings) => Promise<Project>;
