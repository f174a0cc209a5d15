// Files and their lines in any order give the same final state: traces and tables, written out and read by the real program.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingAnswer } from '../../src/model/answers.js';
import { type RealProject, realProject } from '../cli/support/real-project.js';
import { MINUTE, START } from './number-scene.js';

let project: RealProject;
beforeAll(() => {
  project = realProject();
});
afterAll(() => project.remove());

/** What became of one number, and which files tell of it. */
const fates = [
  'ordered in the trace', 'ordered in the table', 'ordered in both', 'ordered late', 'guest refused', 'customer refused',
  'held by a cart', 'paid without an order', 'nothing',
] as const; // prettier-ignore
type Fate = (typeof fates)[number];

interface Files {
  readonly first: string[];
  readonly second: string[];
  readonly orders: string[];
  readonly quotes: string[];
  readonly gateway: string[];
}

const heads: Readonly<Partial<Record<keyof Files, string>>> = {
  orders: 'entity_id,increment_id,store_id,created_at,quote_id,customer_id',
  quotes:
    'entity_id,store_id,created_at,updated_at,checkout_method,customer_id,reserved_order_id,grand_total',
  gateway: 'Psp Reference,Merchant Reference,Creation Date,Value,Currency,Type',
};

const sql = (minute: number): string =>
  new Date(START + minute * MINUTE).toISOString().slice(0, 19).replace('T', ' ');

function stamp(minute: number): string {
  const [day = '', clock = ''] = sql(minute).split(' ');
  const [year, month, date] = day.split('-').map(Number);
  return `-- ${year}-${month}-${String(date).padStart(2, '0')} ${clock} 000 --`;
}

/** Each number has its hour; the files never agree on who tells what. */
function filesOf(given: readonly Fate[]): Files {
  const files: Files = { first: [], second: [], orders: [], quotes: [], gateway: [] };
  given.forEach((fate, index) => {
    const [at, quote, number] = [index * 60, 53_001 + index, `1${String(index + 1).padStart(8, '0')}`];
    const line = (minute: number, text: string): void => {
      (minute % 2 === 0 ? files.first : files.second).push(`${stamp(at + minute)}  [${quote}] ${text}`);
    };
    const made = `Order created : number ${number}, order ${9001 + index}, store 1, state processing, amount 10.00 EUR`;
    const row = `${9001 + index},${number},1,${sql(at + 10)},${quote},7`;
    const customer = fate === 'customer refused' || fate === 'ordered late' ? 'c7' : '-';
    if (fate !== 'nothing' && fate !== 'ordered in the table' && fate !== 'held by a cart') {
      line(3, `Quote created : store 1, customer ${customer}, session s${index}`);
      line(6, `Order number reserved : number ${number}, store 1`);
      line(7, `Payment requested : number ${number}, gateway card, amount 10.00 EUR`);
    }
    if (fate === 'ordered in the trace' || fate === 'ordered in both') line(10, made);
    if (fate === 'ordered late') line(2000, made);
    if (fate === 'ordered in the table' || fate === 'ordered in both') files.orders.push(row);
    if (fate === 'guest refused' || fate === 'customer refused')
      line(8, `Payment declined : number ${number}, reason limit exceeded`);
    if (fate === 'held by a cart')
      files.quotes.push(`${quote},1,${sql(at)},${sql(at + 5)},guest,0,${number},10.0000`);
    if (fate === 'paid without an order')
      files.gateway.push(`p${index},${number},${sql(at + 8)},10.00,EUR,Captured`);
  });
  return files;
}

let runs = 0;

/** Texts name files of this run. */
const withoutPlace = (text: string): string => text.replaceAll(/\S*\/run-\d+\/\d-/g, '');

/** The final state without lines, ids of contents and paths, which a permutation changes. */
async function finalState(files: Files, names: readonly (keyof Files)[]) {
  runs += 1;
  const folder = join(project.folder, `run-${runs}`);
  mkdirSync(folder);
  const paths: string[] = [];
  names.forEach((name, index) => {
    const lines = files[name];
    if (lines.length === 0) return;
    const head = heads[name] === undefined ? [] : [heads[name]];
    const path = join(folder, `${index}-${name}${head.length === 0 ? '.log' : '.csv'}`);
    writeFileSync(path, `${[...head, ...lines].join('\n')}\n`);
    paths.push(path);
  });
  const dataset = ['--dataset', `run-${runs}`];
  for (const path of paths) {
    const isTable = path.endsWith('.csv');
    // The form is given: a trace of that time may have a 12-hour clock, which only the order of its lines tells.
    const read = isTable ? ['gaps', 'import', path] : ['replay', path, '--zone', 'UTC', '--form', 'B'];
    await project.run([...read, ...dataset]);
  }
  const numbers = (await project.run(['gaps', '--json', ...dataset])).json();
  const findings = (await project.run(['findings', '--json', ...dataset])).json() as FindingAnswer[];
  rmSync(folder, { recursive: true });
  const place = new Set(['event', 'file', 'line']);
  const bare = (answer: unknown): unknown =>
    JSON.parse(
      JSON.stringify(answer, (key, value: unknown) => {
        if (place.has(key)) return undefined;
        if (typeof value === 'string') return withoutPlace(value);
        const isEvidence = key === 'evidence' || key === 'orders';
        return isEvidence && Array.isArray(value)
          ? value.map((one) => JSON.stringify(bare(one))).sort()
          : value;
      }),
    );
  const told = findings.filter(({ rule }) => rule.startsWith('number-'));
  return {
    numbers: numbers.map(bare),
    findings: told
      .map(({ rule, case: about, summary }) => withoutPlace(`${rule} ${about.key} ${summary}`))
      .toSorted(),
  };
}

describe('any permutation of files and lines', () => {
  it('of traces and tables gives the same final state', async () => {
    const names = ['first', 'second', 'orders', 'quotes', 'gateway'] as const;
    const scene = fc.array(fc.constantFrom(...fates), { minLength: 4, maxLength: 14 }).map(filesOf);
    const shuffled = (lines: readonly string[]) =>
      fc.shuffledSubarray([...lines], { minLength: lines.length });
    const two = scene.chain((files) =>
      fc.tuple(
        fc.constant(files),
        fc.record({
          first: shuffled(files.first),
          second: shuffled(files.second),
          orders: shuffled(files.orders),
          quotes: shuffled(files.quotes),
          gateway: shuffled(files.gateway),
        }),
        fc.shuffledSubarray([...names], { minLength: names.length }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(two, async ([files, others, order]) => {
        const first = await finalState(files, names);
        expect(await finalState(others, order)).toEqual(first);
      }),
      { numRuns: 12 },
    );
  });
});
