// A trace that begins with an empty line: the shop's reset page leaves one.
import type { Generation } from '../model/block.js';
import type { SourceNotice } from './source-notice.js';

const RETURN = 13;
const NEWLINE = 10;

/** @param head the first bytes of the file. @returns null when it does not begin so, or is no trace file */
export function emptyBeginning(head: Uint8Array, generation: Generation): SourceNotice | null {
  const at = head[0] === RETURN ? 1 : 0;
  if (head[at] !== NEWLINE || generation.kind !== 'trace' || generation.extract === true) return null;
  const { id, shop, source, path } = generation;
  const details = { bytes: 0, beginning: 'empty line' };
  return { rule: 'trace-reset', generation: id, shop, source, path, details, evidence: [] };
}
