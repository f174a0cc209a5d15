// What answers say about the file a line or row comes from: its path and zone, by generation or content hash.
import type { Generation } from '../model/block.js';
import { zoneOfShop } from '../model/sequences/shop-zone.js';
import type { Dataset } from './question.js';

/** By generation; of imported tables by the hash of their content. */
export type GenerationNotes = ReadonlyMap<string, Pick<Generation, 'path' | 'zone'>>;

export async function generationNotes(dataset: Dataset): Promise<GenerationNotes> {
  const [generations, imports] = [await dataset.generations(), await dataset.imports()];
  return new Map([...imports, ...generations].map((file) => [file.id, file]));
}

/** Path of a generation or table; its id where the store knows no more. */
export function pathOf(notes: GenerationNotes, generation: string): string {
  return notes.get(generation)?.path ?? generation;
}

export function zoneOf(notes: GenerationNotes, generation: string): string {
  return notes.get(generation)?.zone ?? 'UTC';
}

/** The zone in which times of a whole dataset are shown: that of its files when they agree, else UTC. */
export async function zoneOfDataset(dataset: Dataset): Promise<string> {
  const [generations, imports] = [await dataset.generations(), await dataset.imports()];
  return zoneOfShop([...generations, ...imports]);
}
