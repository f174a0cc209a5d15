// Builds facts and sources for tests of order numbers, in the shape the readers give them.
import { analyseNumbers } from '../../src/model/sequences/analyse.js';
import {
  defaultSequenceSettings,
  type NumberFact,
  type NumberSource,
  type SequenceSettings,
  type SourceKind,
} from '../../src/model/sequences/number-fact.js';
import type { SequenceReport, SeriesReport } from '../../src/model/sequences/series-report.js';

export const MINUTE = 60_000;
export const DAY = 86_400_000;
/** 2014-09-20 00:00 UTC */
export const START = Date.UTC(2014, 8, 20);

export type FactWithoutPlace = Omit<NumberFact, 'source' | 'line' | 'event'>;

export class Scene {
  readonly sources: NumberSource[] = [];
  readonly facts: NumberFact[] = [];
  settings: SequenceSettings = defaultSequenceSettings;

  /** A file of a kind with its facts. */
  file(
    kind: SourceKind,
    id: string,
    facts: readonly FactWithoutPlace[],
    more: Partial<NumberSource> = {},
  ): this {
    const times = facts.flatMap((fact) => [fact.at, fact.createdAt ?? null]).filter((at) => at !== null);
    const to = times.length === 0 ? null : Math.max(...times);
    this.sources.push({
      id,
      kind,
      shop: 'default',
      path: `${id}.csv`,
      zone: 'UTC',
      takenAt: kind === 'trace' || kind === 'log' || kind === 'access-log' ? null : to,
      from: times.length === 0 ? null : Math.min(...times),
      to,
      rows: facts.length,
      warnings: [],
      ...more,
    });
    facts.forEach((fact, index) =>
      this.facts.push({ ...fact, source: id, line: index + 2, event: `${id}:${index + 2}` }),
    );
    return this;
  }

  with(settings: Partial<SequenceSettings>): this {
    this.settings = { ...this.settings, ...settings };
    return this;
  }

  report(): SequenceReport {
    return analyseNumbers('default', this.sources, this.facts, this.settings);
  }

  /** The only series. */
  series(): SeriesReport {
    const { series } = this.report();
    if (series.length !== 1 || series[0] === undefined)
      throw new Error(`there are ${series.length} series: ${series.map(({ id }) => id).join(', ')}`);
    return series[0];
  }
}

/** An order row; minutes after the start. */
export function order(
  number: string,
  minute: number,
  more: Partial<FactWithoutPlace> = {},
): FactWithoutPlace {
  return { kind: 'order', number, at: START + minute * MINUTE, store: '1', ...more };
}

export function quoteRow(
  number: string,
  minute: number,
  quote: string,
  more: Partial<FactWithoutPlace> = {},
): FactWithoutPlace {
  const at = START + minute * MINUTE;
  return {
    kind: 'quote',
    number,
    at,
    createdAt: at - 10 * MINUTE,
    quote,
    store: '1',
    customer: null,
    ...more,
  };
}

/** `1:350-352` of a series' holes, with their class. */
export function holesOf(series: SeriesReport): string[] {
  return series.holes.map(({ from, to, class: name }) => `${from === to ? from : `${from}-${to}`} ${name}`);
}

/** Orders with these bodies, a minute apart, in Magento 1 form. */
export function ordersInTurn(
  bodies: readonly number[],
  more: Partial<FactWithoutPlace> = {},
): FactWithoutPlace[] {
  return bodies.map((body, index) => order(`1${String(body).padStart(8, '0')}`, index, more));
}

export function range(from: number, to: number, step = 1): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}
