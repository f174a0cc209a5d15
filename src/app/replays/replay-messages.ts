// What a server and the process of one of its replays say to each other.
import type { Settings } from '../../config/schema.js';
import type { ReplayOutcome, ReplayProgress, UploadAbout } from '../../model/replays.js';
import type { PlainError } from '../worker-messages.js';

export interface ReplayTask {
  readonly settings: Settings;
  readonly about: UploadAbout;
  readonly zone: string;
  /** Where the bytes of the file lie. */
  readonly at: string;
}

export type ReplayCommand =
  | { readonly type: 'replay'; readonly task: ReplayTask }
  /** After the batch in flight. */
  | { readonly type: 'stop' };

export type ReplayMessage =
  /** Where it goes, and whether that is made by it. */
  | { readonly type: 'dataset'; readonly dataset: string; readonly isNew: boolean }
  | { readonly type: 'progress'; readonly progress: ReplayProgress }
  | { readonly type: 'judging' }
  | { readonly type: 'replayed'; readonly outcome: ReplayOutcome }
  | { readonly type: 'failed'; readonly error: PlainError };
