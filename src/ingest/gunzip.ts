// Decompresses gzip piece by piece, several members too, and gives every byte that stands before a damage.
import { createGunzip, type Gunzip } from 'node:zlib';

export interface GunzipEnd {
  /** What is wrong with the compressed bytes, null when nothing is. */
  damage: string | null;
}

/** @param end filled when the generator ends */
export async function* gunzip(open: () => AsyncIterable<Buffer>, end: GunzipEnd): AsyncGenerator<Buffer> {
  const stream = new GunzipPieces();
  let given = 0;
  let fed = 0;
  for await (const piece of open()) {
    for (const out of await stream.write(piece)) {
      given += out.length;
      yield out;
    }
    if (stream.error !== null) break;
    fed += piece.length;
  }
  if (stream.error === null) for (const out of await stream.end()) yield out;
  const error = stream.error;
  stream.close();
  if (error === null) return;
  end.damage = damageText(error);
  if (error.code !== 'Z_BUF_ERROR') yield* salvage(open(), fed, given);
}

/**
 * The inflater drops what it had of the piece in which it fails. The same bytes again, one by one behind `fed`, lose
 * nothing that stands before the damage.
 */
async function* salvage(source: AsyncIterable<Buffer>, fed: number, given: number): AsyncGenerator<Buffer> {
  const stream = new GunzipPieces();
  let produced = 0;
  let at = 0;
  const fresh = (out: Buffer): Buffer => {
    const before = produced;
    produced += out.length;
    return out.subarray(Math.min(out.length, Math.max(0, given - before)));
  };
  for await (const piece of source) {
    const whole = Math.min(piece.length, Math.max(0, fed - at));
    if (whole > 0) for (const out of await stream.write(piece.subarray(0, whole))) yield fresh(out);
    for (let i = whole; i < piece.length && stream.error === null; i += 1)
      for (const out of await stream.write(piece.subarray(i, i + 1))) yield fresh(out);
    at += piece.length;
    if (stream.error !== null) break;
  }
  stream.close();
}

function damageText(error: NodeJS.ErrnoException): string {
  return error.code === 'Z_BUF_ERROR' ? 'it ends in the middle of the compressed data' : error.message;
}

/** Pulls: output is taken after each piece written, so nothing piles up. */
class GunzipPieces {
  readonly #stream: Gunzip = createGunzip();
  error: NodeJS.ErrnoException | null = null;
  #output: Buffer[] = [];

  constructor() {
    this.#stream.on('error', (error: NodeJS.ErrnoException) => {
      this.error ??= error;
    });
    this.#stream.on('readable', () => this.#drain());
  }

  async write(piece: Buffer): Promise<Buffer[]> {
    await this.#step((done) => this.#stream.write(piece, done));
    return this.#take();
  }

  async end(): Promise<Buffer[]> {
    await this.#step((done) => {
      this.#stream.once('end', done);
      this.#stream.end();
      this.#drain();
    });
    return this.#take();
  }

  close(): void {
    this.#stream.destroy();
  }

  async #step(act: (done: () => void) => void): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#stream.off('error', done);
        resolve();
      };
      this.#stream.once('error', done);
      act(done);
    });
  }

  #drain(): void {
    for (;;) {
      const out = this.#stream.read() as Buffer | null;
      if (out === null) return;
      this.#output.push(out);
    }
  }

  #take(): Buffer[] {
    this.#drain();
    const output = this.#output;
    this.#output = [];
    return output;
  }
}
