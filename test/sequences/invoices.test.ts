// Invoices are numbered by a counter of their own: a hole there weighs more, and does not mix with the orders' numbers.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FindingAnswer } from '../../src/model/answers.js';
import type { GapAnswer } from '../../src/model/sequence-answers.js';
import { type RealProject, realProject } from '../cli/support/real-project.js';

let project: RealProject;
beforeEach(() => {
  project = realProject();
});
afterEach(() => project.remove());

const invoiceHead = 'entity_id,increment_id,order_id,store_id,state,created_at,grand_total';
const orderHead = 'entity_id,increment_id,store_id,created_at';
const at = (index: number): string => `2014-09-${String(20 + index)} 08:00:00`;
const invoice = (body: number, order: number): string =>
  `${8000 + body},1${String(body).padStart(8, '0')},${order},1,2,${at(body)},59.9000`;
const orderRow = (body: number): string => `${body},1${String(body).padStart(8, '0')},1,${at(body)}`;

async function judged(files: Readonly<Record<string, readonly string[]>>, platform: string) {
  const paths = Object.entries(files).map(([name, lines]) => {
    const path = join(project.folder, name);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  });
  const given = ['--dataset', 'd'];
  await project.run(['gaps', 'import', ...paths, '--platform', platform, ...given]);
  const findings = (await project.run(['findings', '--json', ...given])).json() as FindingAnswer[];
  return {
    answers: (await project.run(['gaps', '--json', ...given])).json() as GapAnswer[],
    text: (await project.run(['gaps', ...given])).out,
    findings: findings.map(({ rule, severity, case: about, summary }) => ({
      told: `${rule} ${severity} ${about.key}`,
      summary,
    })),
  };
}

const invoices = [invoiceHead, invoice(1, 1), invoice(2, 2), invoice(4, 3), invoice(5, 4)];

it('a hole among invoices is an alarm, beside a series of orders with the same look', async () => {
  const orders = [orderHead, ...[1, 2, 3, 4, 5].map(orderRow)];
  const { answers, text, findings } = await judged({ 'orders.csv': orders, 'invoice.csv': invoices }, 'm1');
  expect(answers).toMatchObject([
    { type: 'series', series: '1xxxxxxxx', document: 'order', used: 5, holes: 0 },
    { type: 'series', series: 'invoice-1xxxxxxxx', document: 'invoice', used: 4, holes: 1, late: 0 },
    { from: '100000003', to: '100000003', class: 'unexplained', severity: 'high', confidence: 0.9 },
  ]);
  expect(text).toContain('first number: the earliest invoice of these files');
  expect(text).toContain('read: invoices');
  expect(text).toContain('Magento 1 gives a number back when saving an invoice fails');
  expect(findings.map(({ told }) => told)).toEqual(['number-gap high invoice-1xxxxxxxx:100000003']);
  expect(findings[0]?.summary).toMatch(/^Invoice number 100000003 is missing\./);
  expect((await project.run(['number', '100000003', '--dataset', 'd'])).out).toContain('100000003  ordered');
});

it('Magento 2 may have lost the number in a failed save; an invoice of an earlier export is gone', async () => {
  const later = invoices.filter((line) => !line.includes('100000002'));
  const files = { 'a.csv': invoices, 'b.csv': [...later, invoice(6, 6)] };
  const { answers, text } = await judged(files, 'm2');
  expect(
    answers.flatMap((one) => (one.type === 'hole' ? [`${one.from} ${one.class} ${one.severity}`] : [])),
  ).toEqual(['100000002 deleted_order critical', '100000003 unexplained high']);
  expect(text).toContain('There was an invoice under this number (invoice 100000002 written)');
  expect(text).toContain('Magento 2 uses a number up when saving an invoice fails');
});

it('two invoices of different orders under one number are told', async () => {
  const { answers } = await judged({ 'invoice.csv': [...invoices, invoice(4, 77)] }, 'm1');
  expect(answers.filter(({ type }) => type === 'duplicate')).toMatchObject([
    { number: '100000004', text: expect.stringContaining('2 different invoices carry') as string },
  ]);
});
