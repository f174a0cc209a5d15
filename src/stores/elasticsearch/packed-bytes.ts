// Bytes as they lie in a document: deflated, in base64.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ShoptraceError } from '../../model/errors.js';

export function packBytes(bytes: Uint8Array): string {
  return deflateRawSync(bytes, { level: 1 }).toString('base64');
}

/** @throws store-damaged */
export function unpackBytes(data: string, what: string): Uint8Array {
  try {
    return new Uint8Array(inflateRawSync(Buffer.from(data, 'base64')));
  } catch (cause) {
    throw new ShoptraceError(
      'store-damaged',
      `The stored bytes of ${what} are damaged`,
      'Restore the index from a snapshot, or read the trace files into another dataset.',
      { cause },
    );
  }
}
