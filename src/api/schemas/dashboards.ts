// Saved dashboards and the answers of their panels.
import { z } from '@hono/zod-openapi';
import { dashboardSchema } from '../../model/dashboard.js';
import { instant, strings } from './basics.js';
import { finding } from './findings.js';
import { line } from './lines.js';
import { source } from './sources.js';
import { transactionListItem } from './transactions.js';

const title = z.object({ en: z.string(), fr: z.string() });

export const dashboard = dashboardSchema;

export const dashboardListItem = z
  .object({ slug: z.string(), title, description: title, panels: z.number().int() })
  .openapi('DashboardListItem');

const rows = <Ask extends string, Item extends z.ZodType>(ask: Ask, item: Item) =>
  z.object({
    id: z.string(),
    kind: z.literal('rows'),
    ask: z.literal(ask),
    items: z.array(item).readonly(),
  });

const panelAnswer = z
  .union([
    z.object({
      id: z.string(),
      kind: z.literal('metric'),
      value: z.number(),
      level: z.enum(['plain', 'good', 'warn', 'bad']),
    }),
    z.object({
      id: z.string(),
      kind: z.literal('bars'),
      bucket: z.enum(['minute', 'hour', 'day']),
      series: strings,
      points: z.array(z.object({ at: instant, counts: z.record(z.string(), z.number()) })).readonly(),
      total: z.number().int(),
      cut: z.boolean(),
    }),
    z.object({
      id: z.string(),
      kind: z.literal('top'),
      items: z.array(z.object({ keys: strings, count: z.number().int() })).readonly(),
      total: z.number().int(),
      cut: z.boolean(),
    }),
    rows('findings', finding),
    rows('lines', line),
    rows('transactions', transactionListItem),
    rows('sources', source),
    z.object({ id: z.string(), kind: z.literal('note') }),
  ])
  .openapi('PanelAnswer');

export const dashboardData = z
  .object({
    slug: z.string(),
    dataset: z.string(),
    from: instant.nullable(),
    to: instant.nullable(),
    panels: z.array(panelAnswer).readonly(),
  })
  .openapi('DashboardData');
