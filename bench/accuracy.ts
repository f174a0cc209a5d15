// How right the rules are: labelled shops of every kind, ten seeds each, judged as `replay` judges; writes docs/accuracy.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { openProject } from '../src/app/index.js';
import { scoreLog } from '../src/cli/score-log.js';
import { loadSettings } from '../src/config/settings.js';
import type { Platform } from '../src/model/sequences/number-fact.js';
import type { ScoreExample, ScoreRow } from '../src/queries/score/score-row.js';
import { runShop, shopOptions, type ShopInput } from '../src/shop/index.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    orders: { type: 'string', default: '2000' },
    /** Only kinds whose title holds this. */
    only: { type: 'string', default: '' },
    /** Only print. */
    print: { type: 'boolean', default: false },
  },
});
const seeds = Number(values.seeds);
const orders = Number(values.orders);
const page = fileURLToPath(new URL('../docs/accuracy.md', import.meta.url));

interface Kind {
  readonly title: string;
  readonly input: Partial<ShopInput>;
  /** Judged from the exports, too: by the shop program they come from. */
  readonly exportsOf?: Platform;
}

const numbers: readonly (Kind & { readonly exportsOf: Platform })[] = [
  { title: 'Magento 1', input: { platform: 'magento' }, exportsOf: 'm1' },
  { title: 'OpenMage', input: { platform: 'openmage' }, exportsOf: 'openmage' },
  { title: 'Magento 2 on a cluster of three', input: { platform: 'magento2', nodes: 3 }, exportsOf: 'm2' },
];
const kinds: readonly Kind[] = [
  { title: 'Moodle shop, code of 2017 (form B)', input: { era: '2017' } },
  { title: 'Moodle shop, code of 2025 (form C)', input: { era: '2025' } },
  ...numbers.flatMap(({ title, input, exportsOf }) => [
    { title: `Order numbers of ${title}, trace alone`, input: { ...input, ordersPerDay: 100 } },
    {
      title: `Order numbers of ${title}, trace and exports`,
      input: { ...input, ordersPerDay: 100 },
      exportsOf,
    },
  ]),
];

/** The rows of all seeds of a kind, as one. */
interface Sum {
  readonly code: string;
  readonly rule: string;
  labelled: number;
  found: number;
  right: number;
  undecided: number;
  otherCount: number;
  reasonRight: number | null;
  remark: string | null;
  readonly odd: ScoreExample[];
}

const folder = mkdtempSync(join(tmpdir(), 'shoptrace-accuracy-'));

async function scoreOne({ input, exportsOf }: Kind, seed: number): Promise<readonly ScoreRow[]> {
  const out = join(folder, 'shop.log');
  const labels = join(folder, 'labels.ndjson');
  const exports = exportsOf === undefined ? null : join(folder, 'exports');
  // What another shop has exported is not of this one.
  if (exports !== null) rmSync(exports, { recursive: true, force: true });
  const written = { ...input, ...(exports === null ? {} : { exports }) };
  const options = shopOptions.parse({ ...written, out, labels, seed, orders, zone: 'Europe/Paris' });
  await runShop(options, { now: Date.now });
  const around = { env: {}, cwd: folder, home: homedir(), platform: process.platform };
  const settings = await loadSettings({ data: folder }, around);
  const request = {
    log: out,
    labels,
    exports,
    platform: exportsOf ?? null,
    zone: 'Europe/Paris',
    now: Date.now(),
    signal: new AbortController().signal,
  };
  return await scoreLog(openProject, settings, request);
}

function add(sums: Map<string, Sum>, row: ScoreRow, seed: number): void {
  const sum: Sum = sums.get(row.rule) ?? {
    code: row.code,
    rule: row.rule,
    labelled: 0,
    found: 0,
    right: 0,
    undecided: 0,
    otherCount: 0,
    reasonRight: row.reasonRight === null ? null : 0,
    remark: row.remark,
    odd: [],
  };
  sums.set(row.rule, sum);
  sum.labelled += row.labelled;
  sum.found += row.found;
  sum.right += row.true;
  sum.undecided += row.undecided;
  sum.otherCount += row.otherCount;
  if (row.reasonRight !== null) sum.reasonRight = (sum.reasonRight ?? 0) + row.reasonRight;
  for (const [list, examples] of Object.entries(row.examples))
    for (const example of examples)
      sum.odd.push({ case: `seed ${seed}, ${row.rule}, ${list}: ${example.case}`, note: example.note });
}

const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(4));

function table(sums: Iterable<Sum>): string[] {
  const head =
    '| code | rule | labelled | found | true | missed | false | undecided | precision | recall | F1 | other count | right reason | |';
  const rule = `|${' --- |'.repeat(14)}`;
  const rows = [...sums].map((sum) => {
    const { labelled, found, right, undecided, reasonRight } = sum;
    const cells = [
      sum.code,
      `\`${sum.rule}\``,
      labelled,
      found,
      right,
      labelled - right,
      found - right,
      undecided,
      share(right, found),
      share(right, labelled),
      share(2 * right, labelled + found),
      sum.otherCount,
      reasonRight === null ? '' : share(reasonRight, right),
      sum.remark ?? '',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [head, rule, ...rows];
}

async function section(kind: Kind): Promise<string[]> {
  const { title } = kind;
  const sums = new Map<string, Sum>();
  for (let seed = 1; seed <= seeds; seed += 1) {
    for (const row of await scoreOne(kind, seed)) add(sums, row, seed);
    process.stderr.write(`${title}: seed ${seed} of ${seeds}\n`);
  }
  const odd = [...sums.values()].flatMap((sum) => sum.odd).slice(0, 20);
  const lines = [`## ${title}`, '', ...table(sums.values()), ''];
  if (odd.length > 0)
    lines.push('Not as labelled:', '', ...odd.map((example) => `- ${example.case}: ${example.note}`), '');
  return lines;
}

const text = [
  '# Accuracy',
  '',
  `Written by \`npm run accuracy\`: the reference shop acts out ${seeds} seeds of ${orders.toLocaleString('en')} orders for each kind of shop, writes what is true as it happens (never by reading its own trace), and \`shoptrace score\` compares. A match is the rule and its case; for order numbers, the series and the number. *Undecided* is what falls due after the end of a trace, what lies still open there, and what only exports show. *Right reason* is the share of missing numbers whose class is the one that the cause calls for.`,
  '',
  'Shop and rules are written by the same hands and after the same description of the shop, so a score of one proves no more than that they agree with it.',
  '',
  'A cluster’s step is learned from fifty numbers that keep to it: in one run, or in several that follow each other while the database moves from node to node. It then holds for the numbers beside them as far as they keep to it, too; what a move between nodes leaves out is not told as missing. Of a counter with fewer numbers the step is only called possible, and the numbers between are missing.',
  '',
];
try {
  for (const kind of kinds.filter(({ title }) => title.includes(values.only)))
    text.push(...(await section(kind)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const options = { ...(await resolveConfig(page)), parser: 'markdown' };
const whole = await format(text.join('\n'), options);
if (values.print) process.stdout.write(whole);
else writeFileSync(page, whole);
