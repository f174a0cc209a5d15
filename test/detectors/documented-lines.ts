// The documented trace, read from the samples.
import { readFileSync } from 'node:fs';

export const documentedLines = readFileSync(
  new URL('../../samples/documented-merchant-trace.log', import.meta.url),
  'utf8',
);
