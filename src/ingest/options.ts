// What can be set about reading and following files, with the values that hold without a configuration.
import { z } from 'zod';
import { BLOCK_BYTES } from '../model/block.js';

const milliseconds = z.int().min(1).max(3_600_000);

export const ingestOptions = z.strictObject({
  maxLineBytes: z
    .int()
    .min(BLOCK_BYTES)
    .max(256 * 1024 * 1024)
    .default(1024 * 1024)
    .describe('Of a longer line only the beginning is kept; the rest is counted.'),
  batchBytes: z
    .int()
    .min(1)
    .max(64 * 1024 * 1024)
    .default(2 * 1024 * 1024)
    .describe('Bytes read before they are handed to the store in one transaction.'),
  readBytes: z
    .int()
    .min(1)
    .max(16 * 1024 * 1024)
    .default(512 * 1024)
    .describe('Bytes asked of a file at once.'),
  pollMs: milliseconds.default(250).describe('A followed file is looked at this often, bell or not.'),
  quietMs: milliseconds
    .default(500)
    .describe('A last record that has not grown for this long is shown, as provisional.'),
  lingerMs: milliseconds
    .default(1_000)
    .describe('A renamed file is watched until it has not grown for this long.'),
  graceMs: milliseconds
    .default(10_000)
    .describe('How long a file that lost its place is looked for before its unread bytes count as vanished.'),
  settleMs: milliseconds
    .default(2_000)
    .describe('A followed source speaks until its last complete look, minus this.'),
  retryMs: milliseconds.default(500).describe('First pause after the store refused; doubles up to 30 s.'),
  openFiles: z.int().min(1).max(10_000).default(100).describe('Files kept open and watched at once.'),
});

export type IngestOptions = z.output<typeof ingestOptions>;

export const defaultIngestOptions: IngestOptions = ingestOptions.parse({});
