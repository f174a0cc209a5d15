// Compares files with what a dataset holds of them.
import { merchantTrace } from '../../parsers/index.js';
import { listInputs } from '../ingest/inputs.js';
import { openFile } from '../ingest/file-content.js';
import { generationId } from '../ingest/generation-id.js';
import { KnownGenerations } from '../ingest/known-generations.js';
import { defaultIngestOptions } from '../ingest/options.js';
import { readBeginning } from '../ingest/reading.js';
import type { VerifyAnswer } from '../model/verify.js';
import { verifyFile } from '../queries/verify.js';
import type { Dataset } from '../stores/store.js';

/**
 * One answer a trace or mail file among the paths.
 * @throws path-missing, path-unreadable, format-foreign, gzip-damaged
 */
export async function* verifyPaths(dataset: Dataset, paths: readonly string[]): AsyncGenerator<VerifyAnswer> {
  const known = await KnownGenerations.load(dataset);
  const { readBytes, maxLineBytes } = defaultIngestOptions;
  for (const { path, takenFor, problem } of await listInputs(paths, merchantTrace)) {
    if (problem !== null) throw problem;
    if (takenFor !== 'trace' && takenFor !== 'mail') continue;
    const content = await openFile(path, readBytes);
    const head = await readBeginning(path, content, maxLineBytes);
    const match = await known.match(content, generationId(head.firstLine), maxLineBytes);
    const generation = match?.best.generation ?? null;
    yield await verifyFile(dataset, { path, generation, chunks: () => content.chunks() });
  }
}
