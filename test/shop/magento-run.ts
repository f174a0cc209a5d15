// Runs a shop of the Magento kind into a folder of its own and reads back what it wrote.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NumberLabel } from '../../src/shop/magento/number-truth.js';
import { runShop, shopOptions, type ShopInput, type ShopReport } from '../../src/shop/index.js';

export interface WrittenNumbers {
  readonly trace: string;
  readonly lines: readonly NumberLine[];
  readonly labels: readonly NumberLabel[];
  /** Numbers that were overtaken by less than the settle time. */
  readonly overtaken: readonly string[];
  readonly coveredUntil: string;
  /** Text by file name. */
  readonly exports: ReadonlyMap<string, string>;
  readonly report: ShopReport;
}

export interface NumberLine {
  /** Printed time as milliseconds, without a zone. */
  readonly at: number;
  /** Null: the bracket is empty. */
  readonly quote: string | null;
  readonly message: string;
}

export async function writeNumbers(
  input: Omit<ShopInput, 'out' | 'labels' | 'exports'>,
): Promise<WrittenNumbers> {
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-magento-'));
  try {
    const paths = {
      out: join(folder, 'numbers.log'),
      labels: join(folder, 'numbers.labels.ndjson'),
      exports: join(folder, 'exports'),
    };
    const options = shopOptions.parse({ platform: 'magento', zone: 'UTC', ...input, ...paths });
    const report = await runShop(options, { now: () => 0 });
    const trace = readFileSync(paths.out, 'utf8');
    const truths = readFileSync(paths.labels, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as NumberLabel & Record<string, string>);
    return {
      trace,
      lines: trace.trimEnd().split('\n').map(numberLine),
      labels: truths.filter((truth) => truth.rule !== undefined),
      overtaken: truths.flatMap((truth) => (truth['truth'] === 'overtaken' ? [truth.number] : [])),
      coveredUntil: truths.at(-1)?.['coveredUntil'] ?? '',
      exports: new Map(
        readdirSync(paths.exports).map((name) => [name, readFileSync(join(paths.exports, name), 'utf8')]),
      ),
      report,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const line = /^-- (\d{4})-(\d{1,2})-(\d{2}) (\d{2}):(\d{2}):(\d{2}) (\d{3}) -- {2}\[(\d*)\] (.*)$/;

/** @throws when the line is not of the form */
export function numberLine(text: string): NumberLine {
  const match = line.exec(text);
  if (match === null) throw new Error(`not a line: ${text}`);
  const [year = 0, month = 0, ...rest] = match.slice(1, 8).map(Number);
  return {
    at: Date.UTC(year, month - 1, ...rest),
    quote: match[8] === '' ? null : (match[8] ?? null),
    message: match[9] ?? '',
  };
}

/** Rows of an export, header first; no cell of these holds a line end. */
export function cells(text: string | undefined): string[][] {
  return (text ?? '')
    .trimEnd()
    .split('\n')
    .map((each) => each.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1')));
}
