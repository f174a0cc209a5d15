// Does the store hold what a file holds, byte for byte, and where does it not?
import type { Generation } from '../model/block.js';
import type { VerifyAnswer } from '../model/verify.js';
import type { Dataset } from './question.js';
import { ByteSource } from './verify/byte-source.js';
import { Comparison } from './verify/comparison.js';
import { RangeList } from './verify/range-list.js';
import { StoredSource } from './verify/stored-source.js';

export interface FileToVerify {
  readonly path: string;
  /** Decompressed bytes from the beginning; may be asked for several times. */
  readonly chunks: () => AsyncIterable<Buffer>;
  /** It stands where the stored content was read: when it is shorter now, bytes are gone. */
  readonly isWhereRead: boolean;
  /** What the file was recognised as; null when nothing stored begins with its first line. */
  readonly generation: Generation | null;
}

export async function verifyFile(dataset: Dataset, file: FileToVerify): Promise<VerifyAnswer> {
  const { path, generation } = file;
  const found = new RangeList();
  const source = new ByteSource(file.chunks());
  if (generation === null) {
    for (let held = 1; held > 0;) {
      held = (await source.peek(65_536)).length;
      found.add({
        kind: 'not-covered',
        from: source.position,
        to: source.position + held,
        line: source.lineAt(0),
      });
      source.take(held);
    }
    return answer(
      { file: path, generation: null, bytes: source.position, behindEnd: null, alteredFrom: null },
      found,
    );
  }
  const marks = await dataset.marks(generation.id);
  const pruned = (await dataset.ledger(generation.id))?.pruned?.blocks ?? 0;
  const compared = new Comparison(source, new StoredSource(dataset, generation.id, marks, pruned), found);
  await compared.run(file.isWhereRead);
  const parent = await parentOf(dataset, generation);
  if (parent !== null) {
    const again = new ByteSource(file.chunks());
    const other = new StoredSource(dataset, parent.id, await dataset.marks(parent.id));
    await new Comparison(again, other, found).departures();
  }
  const { behindEnd } = compared;
  const told = { file: path, generation: generation.id, bytes: source.position, behindEnd };
  return answer({ ...told, alteredFrom: parent?.path ?? null }, found);
}

async function parentOf(dataset: Dataset, { parent }: Generation): Promise<Generation | null> {
  if (parent === null) return null;
  return (await dataset.generations()).find(({ id }) => id === parent) ?? null;
}

function answer(
  told: Pick<VerifyAnswer, 'file' | 'generation' | 'bytes' | 'behindEnd' | 'alteredFrom'>,
  found: RangeList,
): VerifyAnswer {
  const { differs, missing, database } = found.bytesOf;
  let verdict: VerifyAnswer['verdict'] = 'equal';
  if (told.generation === null) verdict = 'unknown';
  else if (differs + missing + database > 0) verdict = 'differs';
  else if (found.bytesOf['not-covered'] > 0) verdict = 'part';
  return { type: 'verify', verdict, ...told, ...found.answer() };
}
