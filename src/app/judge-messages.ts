// What a reading thread and the thread that judges beside it say to each other.
import type { EngineStatistics, JudgeRequest, SourceNotice, ThresholdSettings } from '../detectors/engine.js';
import type { Finding } from '../model/finding.js';
import type { PlainError } from './worker-messages.js';

/** Handed over when the thread is started. */
export interface JudgeTask {
  /** Address of the store. */
  readonly store: string;
  readonly dataset: string;
  readonly thresholds: ThresholdSettings;
  readonly mute: readonly string[];
}

/** Taken one after the other; each is answered. */
export type JudgeCommand =
  | {
      readonly type: 'stored';
      readonly generation: string;
      readonly shop: string;
      /** What lies before it is stored. */
      readonly checkpointOffset: number;
    }
  /** Without a request: what is read is judged later. */
  | { readonly type: 'catch-up'; readonly request: Omit<JudgeRequest, 'mode'> | null }
  | { readonly type: 'judge'; readonly request: JudgeRequest }
  | { readonly type: 'note'; readonly notice: SourceNotice }
  | { readonly type: 'reopen' }
  | { readonly type: 'close' };

export type JudgeAnswer =
  | { readonly changed: readonly Finding[]; readonly statistics: EngineStatistics }
  | { readonly error: PlainError };
