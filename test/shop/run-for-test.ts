// Runs the reference shop into a folder of its own and reads back what it wrote.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runShop, shopOptions, type ShopInput, type ShopReport } from '../../src/shop/index.js';

export interface WrittenShop {
  readonly trace: string;
  readonly lines: readonly string[];
  readonly mail: string;
  readonly labels: readonly WrittenLabel[];
  readonly coveredUntil: string;
  readonly report: ShopReport;
}

export interface WrittenLabel {
  readonly code: string;
  readonly rule: string;
  readonly case: { readonly kind: string; readonly key: string };
  readonly count: number;
}

export async function writeShop(input: Omit<ShopInput, 'out' | 'mail' | 'labels'>): Promise<WrittenShop> {
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-shop-'));
  try {
    const paths = {
      out: join(folder, 'merchant_trace.log'),
      mail: join(folder, 'merchant_mail_trace.log'),
      labels: join(folder, 'labels.ndjson'),
    };
    const report = await runShop(shopOptions.parse({ ...input, ...paths }), { now: () => 0 });
    const trace = readFileSync(paths.out, 'utf8');
    const objects = readFileSync(paths.labels, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as WrittenLabel & { coveredUntil?: string });
    return {
      trace: trace.replaceAll(paths.out, 'TRACE'),
      lines: trace.trimEnd().split('\n'),
      mail: readFileSync(paths.mail, 'utf8'),
      labels: objects.slice(0, -1),
      coveredUntil: objects.at(-1)?.coveredUntil ?? '',
      report,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface WrittenRecord {
  readonly counter: number | null;
  readonly id: string | null;
  /** Behind the head and its two spaces. */
  readonly text: string;
  /** Behind `[ID] `, too. */
  readonly message: string;
}

const head = /^-- \d{4}-(?:[1-9]|1[0-2])-\d{2} \d{2}:\d{2}:\d{2} \d{3} -(\d*)- {2}/;

/** @throws when a line has not the exact head of its form */
export function recordOf(line: string): WrittenRecord {
  const match = head.exec(line);
  if (match === null) throw new Error(`not a head: ${line}`);
  const text = line.slice(match[0].length);
  const id = /^\[(TU[89][A-Z0-689]{15}==)\] /.exec(text);
  return {
    counter: match[1] === '' ? null : Number(match[1]),
    id: id?.[1] ?? null,
    text,
    message: id === null ? text : text.slice(id[0].length),
  };
}
