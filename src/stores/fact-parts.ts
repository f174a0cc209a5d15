// A part of an imported table as bytes: its columns, deflated; parts of earlier versions are JSON.
import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { columnsOf, factsOfColumns, type FactColumns } from '../model/sequences/fact-columns.js';
import type { NumberFact } from '../model/sequences/number-fact.js';

const JSON_LIST = '['.charCodeAt(0);

export function packFacts(facts: readonly NumberFact[]): Buffer {
  return deflateRawSync(serialize(columnsOf(facts)), { level: 1 });
}

/** Views of the columns, not objects of their own. */
export function unpackFacts(packed: Uint8Array): readonly NumberFact[] {
  const bytes = inflateRawSync(packed);
  if (bytes[0] === JSON_LIST) return JSON.parse(bytes.toString()) as NumberFact[];
  return factsOfColumns(deserialize(bytes) as FactColumns);
}
