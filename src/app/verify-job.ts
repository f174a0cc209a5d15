// Compares files with what a dataset holds of them.
import { resolve } from 'node:path';
import { merchantTrace } from '../../parsers/index.js';
import { listInputs, type InputFile } from '../ingest/inputs.js';
import { fileFault, openFile } from '../ingest/file-content.js';
import { generationId } from '../ingest/generation-id.js';
import { KnownGenerations } from '../ingest/known-generations.js';
import { defaultIngestOptions } from '../ingest/options.js';
import { readBeginning } from '../ingest/reading.js';
import { ShoptraceError } from '../model/errors.js';
import type { VerifyAnswer } from '../model/verify.js';
import { verifyFile } from '../queries/verify.js';
import type { Dataset } from '../stores/store.js';

/** One answer a trace or mail file among the paths; an error for each that cannot be compared, which keeps no other waiting. */
export async function* verifyPaths(
  dataset: Dataset,
  paths: readonly string[],
): AsyncGenerator<VerifyAnswer | ShoptraceError> {
  const known = await KnownGenerations.load(dataset);
  const seen = new Set<string>();
  for (const given of paths)
    for (const input of await inputsOf(given)) {
      if (input instanceof ShoptraceError) yield input;
      else if (!seen.has(input.path)) {
        seen.add(input.path);
        yield* verifyInput(dataset, known, input);
      }
    }
}

async function inputsOf(path: string): Promise<readonly (InputFile | ShoptraceError)[]> {
  try {
    return await listInputs([path], merchantTrace);
  } catch (error) {
    if (error instanceof ShoptraceError) return [error];
    throw error;
  }
}

async function* verifyInput(
  dataset: Dataset,
  known: KnownGenerations,
  { path, takenFor, problem }: InputFile,
): AsyncGenerator<VerifyAnswer | ShoptraceError> {
  const { readBytes, maxLineBytes } = defaultIngestOptions;
  if (problem !== null) yield problem;
  if (problem !== null || (takenFor !== 'trace' && takenFor !== 'mail')) return;
  try {
    const content = await openFile(path, readBytes);
    const head = await readBeginning(path, content, maxLineBytes);
    const match = await known.match(content, generationId(head.firstLine), maxLineBytes);
    const generation = match?.best.generation ?? null;
    const isWhereRead = generation !== null && resolve(generation.path) === resolve(path);
    yield await verifyFile(dataset, { path, generation, isWhereRead, chunks: () => content.chunks() });
  } catch (error) {
    const fault = fileFault(path, error);
    if (fault === null) throw error;
    yield fault;
  }
}
