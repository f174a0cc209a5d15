// The configuration of somebody who wrote none, without loading the schema: the command line starts with it.
import type { Config } from './schema.js';

/** Equal to what the schema makes of an empty file (tested). */
export const defaultConfig: Config = {
  sources: [],
  serve: { host: '127.0.0.1', port: 7733, auth: 'none', maxUploadBytes: 2_147_483_648 },
  rules: { thresholds: {}, mute: [] },
  orderNumbers: [],
  retention: {},
};
