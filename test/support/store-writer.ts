// A process that writes a known text into a SQLite dataset, batch by batch, and says what it has done: `FOLDER SEED LINES PIECES`.
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import { generationFor, LineFeed, lineDecoder } from './line-format.js';
import { cutLines, shopText } from './shop-lines.js';

const [folder = '', seed = '1', lines = '100', pieces = '10'] = process.argv.slice(2);

const text = shopText({ lines: Number(lines), seed: Number(seed) });
const feed = new LineFeed(generationFor(text), 8192);
const store = openSqliteStore({ folder, decoder: lineDecoder });
const create = { live: false, createdAt: 1, catalogueVersion: 'test-1' };
const dataset = await store.open('shop', { mode: 'write', create });
process.stdout.write('open\n');
for (const piece of cutLines(text, Number(pieces))) {
  const { checkpoint } = await writePiece(piece);
  process.stdout.write(`${checkpoint.offset}\n`);
  await new Promise((resolve) => setImmediate(resolve));
}
await dataset.append(feed.batch('', 'finish'));
process.stdout.write('done\n');
await store.close();

async function writePiece(piece: string): Promise<ReturnType<LineFeed['batch']>> {
  const batch = feed.batch(piece);
  await dataset.append(batch);
  return batch;
}
