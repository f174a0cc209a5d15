// Saved dashboards: the one source that the console renders and that is compiled for other programs, and what a run of it answers.
import { z } from 'zod';
import type { FindingAnswer, Instant, LineAnswer, SourceAnswer, TransactionListItem } from './answers.js';

/** Width of the grid; the same 48 columns as Kibana, so that nothing is moved by the compiler. */
export const GRID_COLUMNS = 48;

const title = z.strictObject({ en: z.string().min(1), fr: z.string().min(1) });
const slug = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/);

const grid = z
  .strictObject({
    x: z
      .int()
      .min(0)
      .max(GRID_COLUMNS - 1),
    y: z.int().min(0).max(1000),
    width: z.int().min(1).max(GRID_COLUMNS),
    height: z.int().min(1).max(100),
  })
  .refine((cell) => cell.x + cell.width <= GRID_COLUMNS, { message: 'reaches over the right border' });

const words = z.array(z.string().min(1)).min(1);
const severity = z.enum(['info', 'low', 'medium', 'high', 'critical']);
const state = z.enum(['open', 'acknowledged', 'resolved', 'suppressed', 'regressed']);
const verdict = z.enum(['violated', 'pending', 'late', 'withdrawn']);
const caseKind = z.enum(['transaction', 'user', 'order', 'product', 'request', 'series', 'source']);

/** Filters are equalities only ("one of these"), so that every target can say them. */
const findingFilter = z.strictObject({
  rules: words.optional(),
  severities: z.array(severity).min(1).optional(),
  states: z.array(state).min(1).optional(),
  verdicts: z.array(verdict).min(1).optional(),
  caseKind: caseKind.optional(),
  shop: z.string().min(1).optional(),
});
const lineFilter = z.strictObject({
  actions: words.optional(),
  codes: words.optional(),
  levels: z
    .array(z.enum(['info', 'success', 'warning', 'error']))
    .min(1)
    .optional(),
  shop: z.string().min(1).optional(),
});
const transactionFilter = z.strictObject({
  outcome: z
    .enum([
      'refunded',
      'cancelled',
      'delivered',
      'produced',
      'paid',
      'failed',
      'abandoned',
      'placed',
      'cart',
      'unknown',
    ])
    .optional(),
  shop: z.string().min(1).optional(),
});

const findingsQuestion = z.strictObject({ ask: z.literal('findings'), filter: findingFilter.default({}) });
const linesQuestion = z.strictObject({ ask: z.literal('lines'), filter: lineFilter.default({}) });
const transactionsQuestion = z.strictObject({
  ask: z.literal('transactions'),
  filter: transactionFilter.default({}),
});
const sourcesQuestion = z.strictObject({ ask: z.literal('sources') });

export const findingFields = ['rule', 'severity', 'verdict', 'state', 'caseKind', 'caseKey', 'shop'] as const;
export const lineFields = ['action', 'level', 'code', 'shop'] as const;

/** A question that is counted over at most two buckets: time and one field, or two fields. */
const countable = z.discriminatedUnion('ask', [
  findingsQuestion.extend({ by: z.array(z.enum(findingFields)).max(2).default([]) }),
  linesQuestion.extend({ by: z.array(z.enum(lineFields)).max(2).default([]) }),
]);

const head = { id: slug, title, grid, link: z.string().startsWith('/').optional() };

const metricPanel = z.strictObject({
  ...head,
  kind: z.literal('metric'),
  question: z.discriminatedUnion('ask', [findingsQuestion, linesQuestion, transactionsQuestion]),
  /** From these values on the number is shown as a warning, as bad. */
  thresholds: z.strictObject({ warn: z.int().min(1), bad: z.int().min(1) }).optional(),
});
const barsPanel = z.strictObject({
  ...head,
  kind: z.literal('bars'),
  question: countable,
});
const topPanel = z.strictObject({
  ...head,
  kind: z.literal('top'),
  question: countable,
  size: z.int().min(1).max(50),
});
const rowsPanel = z.strictObject({
  ...head,
  kind: z.literal('rows'),
  question: z.discriminatedUnion('ask', [
    findingsQuestion,
    linesQuestion,
    transactionsQuestion,
    sourcesQuestion,
  ]),
  size: z.int().min(1).max(100),
});
const notePanel = z.strictObject({ ...head, kind: z.literal('note'), text: title });

const panel = z
  .discriminatedUnion('kind', [metricPanel, barsPanel, topPanel, rowsPanel, notePanel])
  .superRefine((value, context) => {
    if (value.kind === 'bars' && value.question.by.length > 1)
      context.addIssue({
        code: 'custom',
        path: ['question', 'by'],
        message: 'time and one field are two buckets',
      });
    if (value.kind === 'top' && value.question.by.length === 0)
      context.addIssue({ code: 'custom', path: ['question', 'by'], message: 'a top list needs a field' });
  });

type GridCell = z.infer<typeof grid>;

const overlap = (a: GridCell, b: GridCell): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

export const dashboardSchema = z
  .strictObject({
    /** Format of this file; grows when a reader of the old one would misread it. */
    version: z.literal(1),
    slug,
    title,
    description: title,
    /** Hours before the end of the data (live: now) that are shown; null shows everything. */
    rangeHours: z.int().min(1).max(87_600).nullable(),
    refreshSeconds: z.int().min(5).max(3600),
    panels: z.array(panel).min(1).max(40),
  })
  .superRefine((dashboard, context) => {
    dashboard.panels.forEach((later, index) => {
      for (const earlier of dashboard.panels.slice(0, index)) {
        if (earlier.id === later.id)
          context.addIssue({
            code: 'custom',
            path: ['panels', index, 'id'],
            message: `id ${later.id} is used twice`,
          });
        if (overlap(earlier.grid, later.grid))
          context.addIssue({
            code: 'custom',
            path: ['panels', index, 'grid'],
            message: `${later.id} lies over ${earlier.id}`,
          });
      }
    });
  });

export type Dashboard = z.infer<typeof dashboardSchema>;
export type Panel = Dashboard['panels'][number];
export type PanelQuestion = Exclude<Panel, { kind: 'note' }>['question'];

export interface DashboardListItem {
  readonly slug: string;
  readonly title: Dashboard['title'];
  readonly description: Dashboard['description'];
  readonly panels: number;
}

/** Bars and top lists: one row a bucket combination. */
export interface BarsPoint {
  readonly at: Instant;
  /** By the value of the split field; the one key `count` without a split. */
  readonly counts: Readonly<Record<string, number>>;
}

export type PanelAnswer =
  | {
      readonly id: string;
      readonly kind: 'metric';
      readonly value: number;
      readonly level: 'plain' | 'good' | 'warn' | 'bad';
    }
  | {
      readonly id: string;
      readonly kind: 'bars';
      readonly bucket: 'minute' | 'hour' | 'day';
      /** Most frequent first. */
      readonly series: readonly string[];
      /** Every bucket of the range, empty ones too. */
      readonly points: readonly BarsPoint[];
      readonly total: number;
      /** True: more bars than are counted; `total` and counts are too small. */
      readonly cut: boolean;
    }
  | {
      readonly id: string;
      readonly kind: 'top';
      readonly items: readonly { readonly keys: readonly string[]; readonly count: number }[];
      /** Of all that match, those not listed too. */
      readonly total: number;
      /** True: more combinations than are counted; `total` and counts are too small. */
      readonly cut: boolean;
    }
  | {
      readonly id: string;
      readonly kind: 'rows';
      readonly ask: 'findings';
      readonly items: readonly FindingAnswer[];
    }
  | {
      readonly id: string;
      readonly kind: 'rows';
      readonly ask: 'lines';
      readonly items: readonly LineAnswer[];
    }
  | {
      readonly id: string;
      readonly kind: 'rows';
      readonly ask: 'transactions';
      readonly items: readonly TransactionListItem[];
    }
  | {
      readonly id: string;
      readonly kind: 'rows';
      readonly ask: 'sources';
      readonly items: readonly SourceAnswer[];
    }
  | { readonly id: string; readonly kind: 'note' };

export interface DashboardAnswer {
  readonly slug: string;
  readonly dataset: string;
  /** Null where the dataset has no records or the dashboard shows everything. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly panels: readonly PanelAnswer[];
}
