// Names content that is not a trace by its first bytes, with the command that makes a trace of it where there is one.
import { ShoptraceError } from '../model/errors.js';

export interface ForeignContent {
  readonly name: string;
  /** Shell command that prints the trace inside, null when there is none. */
  readonly command: ((path: string) => string) | null;
}

const quoted = (path: string): string =>
  /^[\w./:@+-]+$/.test(path) ? path : `'${path.replace(/'/g, `'\\''`)}'`;
const through =
  (program: string) =>
  (path: string): string =>
    `${program} ${quoted(path)} | shoptrace replay -`;

interface Magic extends ForeignContent {
  readonly bytes: string;
  readonly at?: number;
}

/** File signatures, in hex. Sources: the formats' own specifications (APPNOTE, POSIX ustar, RFC 8878, xz and bzip2 file formats). */
const magics: readonly Magic[] = [
  { name: 'a zip archive', bytes: '504b0304', command: through('unzip -p') },
  { name: 'an empty zip archive', bytes: '504b0506', command: null },
  { name: 'a tar archive', bytes: '7573746172', at: 257, command: through('tar -xOf') },
  { name: 'compressed by bzip2', bytes: '425a68', command: through('bzcat') },
  { name: 'compressed by xz', bytes: 'fd377a585a00', command: through('xzcat') },
  { name: 'compressed by zstd', bytes: '28b52ffd', command: through('zstdcat') },
  { name: 'compressed by lz4', bytes: '04224d18', command: through('lz4cat') },
  { name: 'compressed by compress', bytes: '1f9d', command: through('zcat') },
  { name: 'a 7z archive', bytes: '377abcaf271c', command: through('7z x -so') },
  { name: 'UTF-32 text', bytes: 'fffe0000', command: through('iconv -f UTF-32 -t UTF-8') },
  { name: 'UTF-32 text', bytes: '0000feff', command: through('iconv -f UTF-32 -t UTF-8') },
  { name: 'UTF-16 text', bytes: 'fffe', command: through('iconv -f UTF-16 -t UTF-8') },
  { name: 'UTF-16 text', bytes: 'feff', command: through('iconv -f UTF-16 -t UTF-8') },
  { name: 'an SQLite database', bytes: '53514c69746520666f726d6174203300', command: null },
  { name: 'a PDF document', bytes: '255044462d', command: null },
  { name: 'a program', bytes: '7f454c46', command: null },
  { name: 'a PNG image', bytes: '89504e470d0a1a0a', command: null },
  { name: 'a JPEG image', bytes: 'ffd8ff', command: null },
];

/** Enough of a file's beginning to name it. */
export const HEAD_BYTES = 64 * 1024;

/**
 * @param head the first bytes, decompressed where the file is gzip
 * @param recognised record heads were seen in it: an archive that stores its files as they are shows them too
 */
export function foreignContent(head: Buffer, recognised: boolean): ForeignContent | null {
  for (const magic of magics) {
    const bytes = Buffer.from(magic.bytes, 'hex');
    const at = magic.at ?? 0;
    if (head.subarray(at, at + bytes.length).equals(bytes)) return magic;
  }
  return recognised ? null : (wideText(head) ?? binary(head));
}

/** UTF-16 without its mark: every second byte of plain text is NUL. */
function wideText(head: Buffer): ForeignContent | null {
  const sample = head.subarray(0, Math.min(head.length, 1024) & ~1);
  if (sample.length < 8) return null;
  const nul = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) nul[index & 1] = (nul[index & 1] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = nul;
  const most = sample.length / 2;
  if (odd > most * 0.8 && even < most * 0.2)
    return { name: 'UTF-16 text', command: through('iconv -f UTF-16LE -t UTF-8') };
  if (even > most * 0.8 && odd < most * 0.2)
    return { name: 'UTF-16 text', command: through('iconv -f UTF-16BE -t UTF-8') };
  return null;
}

/** Many control characters behind a leading run of NULs (which a truncation under a writer leaves in true traces). */
function binary(head: Buffer): ForeignContent | null {
  const start = head.findIndex((byte) => byte !== 0);
  if (start < 0) return null;
  const sample = head.subarray(start, start + 8192);
  let controls = 0;
  for (const byte of sample)
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27) controls += 1;
  return controls > sample.length * 0.1 ? { name: 'binary data', command: null } : null;
}

export function foreignError(path: string, foreign: ForeignContent): ShoptraceError {
  const hint =
    foreign.command === null
      ? 'Give the trace file itself: plain text or gzip.'
      : `Unpack it on the way: ${foreign.command(path)}`;
  return new ShoptraceError('format-foreign', `${path} is ${foreign.name}, not a trace file.`, hint);
}
