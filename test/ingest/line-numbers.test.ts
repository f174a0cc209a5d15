// Line numbers and everything else that is stored are the same whether a file is read in one go or in pieces, with restarts between them.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOnce } from '../../src/ingest/read-once.js';
import type { AppendBatch, Block, Checkpoint, GenerationLedger } from '../../src/model/block.js';
import type { QuarantinedLine } from '../../src/model/event.js';
import type { Dataset } from '../../src/stores/store.js';
import { newFollowScene } from './follow-scene.js';
import { contents, newScene, reading, record, records } from './scene.js';

interface Watched {
  readonly dataset: Dataset;
  /** By offset. */
  readonly quarantined: Map<number, QuarantinedLine>;
  readonly checkpoints: Checkpoint[];
}

function watched(dataset: Dataset): Watched {
  const quarantined = new Map<number, QuarantinedLine>();
  const checkpoints: Checkpoint[] = [];
  const append = async (batch: AppendBatch): ReturnType<Dataset['append']> => {
    const result = await dataset.append(batch);
    for (const line of batch.quarantined) {
      const known = quarantined.get(line.offset) ?? line;
      expect(line).toEqual(known);
      quarantined.set(line.offset, line);
    }
    checkpoints.push(batch.checkpoint);
    return result;
  };
  return {
    dataset: Object.assign(Object.create(dataset) as Dataset, { append }),
    quarantined,
    checkpoints,
  };
}

const endless = 'e'.repeat(90_000);
/** Kinds of lines, with every border case of the line count. */
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 60 }).map((count) => ({ kind: 'records', count })) },
  { weight: 2, arbitrary: fc.constant({ kind: 'continuation', count: 1 }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'blank', count: 2 }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'impossible', count: 1 }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'nul', count: 5_000 }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'nul', count: 100_000 }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'endless', count: 1 }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'long record', count: 1 }) },
);

function textOf(pieces: readonly { kind: string; count: number }[], beginning: string, end: string): string {
  let serial = 150;
  let text = `${beginning}${records(0, serial)}`;
  for (const { kind, count } of pieces) {
    if (kind === 'records') text += records(serial, (serial += count));
    else if (kind === 'continuation') text += '  at Object.place\r\n';
    else if (kind === 'blank') text += '\n'.repeat(count);
    else if (kind === 'impossible') text += '-- 2019-13-41 25:61:61 100 --  [TU90QMLVYXD5UMZYUQ==] never\n';
    else if (kind === 'nul') text += '\0'.repeat(count);
    else if (kind === 'endless') text += `${endless}\n`;
    else text += `${record(serial++, endless)}\n`;
  }
  return `${text}${records(serial, serial + 1)}${end}`;
}

const texts = fc.tuple(
  fc.array(piece, { minLength: 2, maxLength: 14 }),
  fc.constantFrom('', '\n\n', 'no head yet\n', '\n  lines of before\n\n'),
  fc.constantFrom('', record(9_999), '  at Object.place', '  at Object.place\n'),
);
const options = { maxLineBytes: 65_536 };

/** Checkpoints whose line number is not the number of line ends before them. A long run of NULs ends a line without one. */
function miscounted(text: string, checkpoints: readonly Checkpoint[]): Checkpoint[] {
  if (text.includes('\0'.repeat(65_537))) return [];
  return checkpoints.filter(({ offset, line }) => text.slice(0, offset).split('\n').length - 1 !== line);
}

async function whole(text: string) {
  const scene = await newScene({ ...options, readBytes: 1 << 20, batchBytes: 1 << 22 });
  const seen = watched(scene.dataset);
  await readOnce(reading(scene.file('trace.log', text), { zone: 'UTC' }), {
    ...scene.dependencies,
    dataset: seen.dataset,
  });
  scene.close();
  return { stored: await contents(scene.dataset), quarantined: [...seen.quarantined.values()] };
}

interface Stored {
  readonly generation: string;
  readonly events: readonly object[];
  readonly attachments: readonly object[];
  readonly blocks: readonly Block[];
  readonly ledger: GenerationLedger;
}

/** One line a thing, so that a difference can be read. @param hashed false: a follower does not hash the whole file */
function described(stored: unknown, hashed = true): string[] {
  return (stored as Stored[]).flatMap(({ generation, events, attachments, blocks, ledger }) => [
    generation,
    ...events.map((event) => JSON.stringify(event).slice(0, 2_000)),
    ...attachments.map((attachment) => JSON.stringify(attachment)),
    ...blocks.map(({ bytes, ...block }) => `${hashOf(bytes)} ${JSON.stringify(block).slice(0, 2_000)}`),
    JSON.stringify(hashed ? ledger : { ...ledger, sha256: null }),
  ]);
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const killed = new Error('killed');

describe('a file that is read in pieces', () => {
  it('by a process that is killed behind any batch', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.integer({ min: 64, max: 70_000 }),
        fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 }),
        async ([pieces, beginning, end], readBytes, kills) => {
          const text = textOf(pieces, beginning, end);
          const undisturbed = await whole(text);
          const scene = await newScene({ ...options, readBytes, batchBytes: 1 });
          const path = scene.file('trace.log', text);
          const seen = watched(scene.dataset);
          for (const after of [...kills, Infinity]) {
            let left = after;
            const dataset = Object.assign(Object.create(seen.dataset) as Dataset, {
              append: async (batch: AppendBatch) => {
                const result = await seen.dataset.append(batch);
                left -= 1;
                if (left === 0) throw killed;
                return result;
              },
            });
            await readOnce(reading(path, { zone: 'UTC' }), {
              ...scene.dependencies,
              dataset,
              countCopies: false,
            }).catch((error: unknown) => {
              if (error !== killed) throw error;
            });
          }
          scene.close();
          expect(described(await contents(scene.dataset))).toEqual(described(undisturbed.stored));
          expect([...seen.quarantined.values()]).toEqual(undisturbed.quarantined);
          expect(miscounted(text, seen.checkpoints)).toEqual([]);
        },
      ),
      {
        numRuns: 40,
      },
    );
  }, 120_000);

  it('by a follower while it grows, with restarts', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts,
        fc.array(
          fc.tuple(fc.integer({ min: 1, max: 40_000 }), fc.constantFrom('write', 'restart', 'quiet')),
          {
            minLength: 2,
            maxLength: 10,
          },
        ),
        async ([pieces, beginning, end], steps) => {
          const text = textOf(pieces, beginning, end);
          const undisturbed = await whole(text);
          const recorded: Watched[] = [];
          const follow = await newFollowScene(options, (dataset) => {
            const seen = watched(dataset);
            recorded.push(seen);
            return seen.dataset;
          });
          try {
            let at = 0;
            for (const [length, what] of steps) {
              follow.write(text.slice(at, at + length));
              at += length;
              await follow.pass(what === 'quiet' ? 1_000 : 250);
              if (what === 'restart') await follow.restart();
            }
            follow.write(text.slice(at));
            await follow.pass(1_000);
            follow.rename('trace.log.1');
            await follow.pass(4_000);
            expect(described(await contents(follow.dataset), false)).toEqual(
              described(undisturbed.stored, false),
            );
            const checkpoints = recorded.flatMap((seen) => seen.checkpoints);
            expect(checkpoints.length).toBeGreaterThan(0);
            expect(miscounted(text, checkpoints)).toEqual([]);
            const quarantined = new Map(recorded.flatMap((seen) => [...seen.quarantined]));
            expect([...quarantined.values()]).toEqual(undisturbed.quarantined);
          } finally {
            await follow.close();
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);
});
