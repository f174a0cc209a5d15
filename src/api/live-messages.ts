// What an open page is told: server-sent events made from batches of changes, with the findings as they stand now.
import type { FindingAnswer, Instant } from '../model/answers.js';
import type { Dataset } from '../queries/question.js';
import { sources } from '../queries/sources.js';
import type { ApiProject, Clock } from './dependencies.js';
import { findingAnswers } from '../queries/finding-answers.js';
import type { LiveBatch } from './live-hub.js';

/** Findings that are sent along; a page asks for the others itself. */
const MOST_FINDINGS = 100;

export interface FindingsMessage {
  readonly dataset: string;
  readonly findings: readonly FindingAnswer[];
  /** Changed in this batch, sent along or not. */
  readonly changed: number;
}

export interface FreshnessMessage {
  readonly dataset: string;
  /** Clock of the server. */
  readonly now: Instant;
  readonly sources: readonly {
    readonly source: string;
    readonly generation: string;
    readonly offset: number;
    readonly lastRecord: Instant | null;
    readonly upToDateAt: Instant | null;
  }[];
}

export interface ServerSentEvent {
  readonly event: 'hello' | 'findings' | 'freshness' | 'reset';
  readonly data: unknown;
  readonly id?: string;
}

/** Wire form; JSON has no line breaks, so one `data` line is enough. */
export function eventText({ event, data, id }: ServerSentEvent): string {
  const head = id === undefined ? '' : `id: ${id}\n`;
  return `${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export interface BatchRenderer {
  /** Events of one batch as text; made once however many pages are open. */
  render(batch: LiveBatch): Promise<string>;
}

export function createBatchRenderer(project: ApiProject, clock: Clock): BatchRenderer {
  const texts = new WeakMap<LiveBatch, Promise<string>>();
  return {
    render(batch) {
      const text = texts.get(batch) ?? renderBatch(project, clock, batch);
      texts.set(batch, text);
      return text;
    },
  };
}

async function changedFindings(
  project: ApiProject,
  dataset: Dataset,
  ids: readonly string[],
): Promise<readonly FindingAnswer[]> {
  const stored = await Promise.all(ids.map((id) => dataset.finding(id)));
  return await findingAnswers(
    dataset,
    project.rules(),
    stored.filter((finding) => finding !== null),
  );
}

async function renderBatch(project: ApiProject, clock: Clock, batch: LiveBatch): Promise<string> {
  const dataset = await project.dataset(batch.dataset);
  const events: ServerSentEvent[] = [];
  if (batch.sources) {
    const freshness: FreshnessMessage = {
      dataset: batch.dataset,
      now: new Date(clock.now()).toISOString(),
      sources: (await sources(dataset)).map(({ source, generation, offset, lastRecord, upToDateAt }) => ({
        source,
        generation,
        offset,
        lastRecord,
        upToDateAt,
      })),
    };
    events.push({ event: 'freshness', data: freshness });
  }
  if (batch.findings.length > 0) {
    const message: FindingsMessage = {
      dataset: batch.dataset,
      findings: await changedFindings(project, dataset, batch.findings.slice(0, MOST_FINDINGS)),
      changed: batch.findings.length,
    };
    events.push({ event: 'findings', data: message });
  }
  // The id stands on the last event only: a page that lost the connection in between gets the whole batch again.
  return events
    .map((event, index) => eventText(index === events.length - 1 ? { ...event, id: batch.id } : event))
    .join('');
}
