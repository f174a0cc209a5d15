// What answers say about the file a line comes from: its path and zone, by generation.
import type { Generation } from '../model/block.js';
import type { Dataset } from './question.js';

export type GenerationNotes = ReadonlyMap<string, Generation>;

export async function generationNotes(dataset: Dataset): Promise<GenerationNotes> {
  const generations = await dataset.generations();
  return new Map(generations.map((generation) => [generation.id, generation]));
}

/** Path of a generation; its id where the store knows no more. */
export function pathOf(notes: GenerationNotes, generation: string): string {
  return notes.get(generation)?.path ?? generation;
}

export function zoneOf(notes: GenerationNotes, generation: string): string {
  return notes.get(generation)?.zone ?? 'UTC';
}

/** The zone in which times of a whole dataset are shown: that of its files when they agree, else UTC. */
export async function zoneOfDataset(dataset: Dataset): Promise<string> {
  const zones = new Set((await dataset.generations()).map((generation) => generation.zone));
  const [zone] = zones;
  return zone !== undefined && zones.size === 1 ? zone : 'UTC';
}
