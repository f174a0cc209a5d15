// What a run of the shop is given, and what it says when it is over.
import type { Clocks } from './pace.js';

export interface ShopEnvironment extends Clocks {
  /** Called after each megabyte of a virtual run. */
  readonly onProgress?: (report: ShopReport) => void;
}

export interface ShopReport {
  readonly orders: number;
  /** Records written, mail records included. */
  readonly lines: number;
  readonly bytes: number;
  readonly labels: number;
  /** UTC ms of the first and the last moment of the shop's clock. */
  readonly from: number;
  readonly to: number;
}
