// What the API needs from the program that runs it; the composition root fills it in.
import type { DatasetAnswer, RuleAnswer } from '../model/answers.js';
import type { Dashboard, DashboardAnswer } from '../model/dashboard.js';
import type { SequenceSettingsByShop } from '../model/sequences/number-fact.js';
import type { ReplayDesk } from '../model/replays.js';
import type { SourceTrouble } from '../model/source-trouble.js';
import type { Metrics } from '../telemetry/metrics.js';
import type { Dataset } from '../queries/question.js';

/** Something that open pages want to hear about. */
export type LiveChange =
  /** Findings that were written, withdrawn or whose human state changed. */
  | { readonly type: 'findings'; readonly dataset: string; readonly ids: readonly string[] }
  /** Lines were acknowledged by the store, or a poll found nothing new: freshness moved. */
  | { readonly type: 'sources'; readonly dataset: string };

export interface LiveSource {
  /** Called synchronously, may be often; the API batches. @returns ends the subscription */
  subscribe(listener: (change: LiveChange) => void): () => void;
}

export interface TimeRange {
  /** UTC ms, inclusive. */
  readonly from: number | null;
  /** UTC ms, exclusive. */
  readonly to: number | null;
}

export interface ReadinessCheck {
  readonly name: string;
  readonly ready: boolean;
  /** Something is wrong that keeps nobody from asking. */
  readonly isTroubled?: boolean;
  /** For people; no secrets, no stack. */
  readonly detail: string;
}

export interface ApiProject {
  /**
   * The dataset that answers: the named one, else the live one, else the newest. Stays open; the API does not close it.
   * @throws dataset-unknown
   */
  dataset(name?: string): Promise<Dataset>;
  /** The same dataset, allowed to change human state. @throws dataset-unknown, dataset-busy */
  writableDataset(name?: string): Promise<Dataset>;
  datasets(): Promise<readonly DatasetAnswer[]>;
  /** Names only, quickly: asked for with every lookup. */
  datasetNames(): Promise<readonly string[]>;
  rules(): readonly RuleAnswer[];
  /** What the configuration says about order numbers. */
  sequenceSettings(): SequenceSettingsByShop;
  dashboards(): readonly Dashboard[];
  /** Runs all panels; a range that is left out (null) is the dashboard's own. */
  runDashboard(dashboard: Dashboard, dataset: Dataset, range: TimeRange): Promise<DashboardAnswer>;
  /** What keeps followed files of a dataset from being read now. */
  troubles(dataset: string): readonly SourceTrouble[];
  readonly live: LiveSource;
  /** Uploaded files. */
  readonly replays: ReplayDesk;
  /** Store open, migrations done; empty means ready. */
  readiness(): Promise<readonly ReadinessCheck[]>;
}

export interface Clock {
  /** UTC ms. */
  now(): number;
  /** Runs once after `delayMs`. @returns cancels it */
  after(delayMs: number, run: () => void): () => void;
}

export interface ApiLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ApiDeps {
  readonly project: ApiProject;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: ApiLog;
  /** Of this program, shown in the OpenAPI document. */
  readonly version: string;
}
