// Ids of documents made of several parts: readable where the parts are plain, else a hash (an id has at most 512 bytes).
import { createHash } from 'node:crypto';

const PLAIN = /^[\w.:=+-]*$/;
const LONGEST = 200;

export function documentId(...parts: readonly string[]): string {
  const joined = parts.join('~');
  if (joined.length <= LONGEST && parts.every((part) => PLAIN.test(part))) return joined;
  return `~${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
