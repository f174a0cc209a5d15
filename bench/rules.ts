// What judging costs: generated orders through the parser alone, then through parser and all rules, memory only.
import { merchantTrace } from '../parsers/index.js';
import { DetectionEngine, type DetectionDataset } from '../src/detectors/engine.js';
import { rules } from '../src/detectors/rules/index.js';
import type { ReadResult } from '../parsers/format.js';
import { openMemoryStore } from '../src/stores/memory/memory-store.js';

const ORDERS = Number(process.argv[2] ?? 60_000);
const BATCH_LINES = 5_000;
const generation = 'bench';
const shop = 'default';
const readerOptions = {
  generation,
  shop,
  kind: 'trace',
  zone: 'UTC',
  form: null,
  masking: 'on',
  maskingKey: new Uint8Array(32),
} as const;

const healthy = [
  'Ordering Controller: Shop Transaction Confirm Notification to sales',
  'Order placed : 1 objects',
  'Production Controller : Full production starting from PLACED ...',
  'Prepay Production : preproducing for ',
  'GENERIC : New user created buyer with ID ',
  'GENERIC : Registering Customer Support',
  'Production Process : Customer support enrolled.',
  'Production Controller : Post Pay process',
  'STD_ENROL_ONE_COURSE PostPay : Completed for TRAIN1...',
  'Production Controller : Transaction Complete Operations',
  'Production Controller : shop Transaction Confirm Notification to Customer',
  'Production Controller : shop Transaction Confirm Notification to sales',
];

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ01234568';

function idOf(order: number): string {
  let rest = order;
  let letters = '';
  for (let place = 0; place < 15; place++) {
    letters = `${ALPHABET[rest % ALPHABET.length]}${letters}`;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return `TU9${letters}==`;
}

function textOf(order: number, step: number): string {
  const text = healthy[step] ?? '';
  if (text.endsWith('for ')) return `${text}ITEM${order % 20}`;
  return text.endsWith('ID ') ? `${text}${order}.` : text;
}

function stampOf(at: number): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 4)}-${Number(iso.slice(5, 7))}-${iso.slice(8, 10)} ${iso.slice(11, 19)} ${iso.slice(20, 23)}`;
}

/** Orders that overlap: a new one each two seconds, a record each 400 ms; one in fifty dies in post-pay. */
function* batches(): Generator<string> {
  const start = Date.UTC(2017, 7, 1);
  let lines: string[] = [];
  const width = healthy.length;
  for (let tick = 0; tick < ORDERS + width; tick++) {
    for (let step = width - 1; step >= 0; step--) {
      const order = tick - step;
      if (order < 0 || order >= ORDERS || (order % 50 === 0 && step > 7)) continue;
      const at = start + tick * 2_000 + (width - step) * 40;
      lines.push(`-- ${stampOf(at)} --  [${idOf(order)}] ${textOf(order, step)}\n`);
    }
    if (lines.length >= BATCH_LINES) {
      yield lines.join('');
      lines = [];
    }
  }
  yield lines.join('');
}

/** Keeps what the engine must read back, and forgets what it writes: the cost of a store is not measured here. */
async function forgetfulDataset(): Promise<DetectionDataset> {
  const create = { live: false, createdAt: 0, catalogueVersion: merchantTrace.catalogueVersion };
  const dataset = await openMemoryStore().open('bench', { mode: 'write', create });
  return { ...dataset, info: dataset.info, commitDetection: async () => {} };
}

/** CPU time of this process, microseconds: the machine may be shared. */
function cpuSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return user + system;
}

interface Measured {
  readonly lines: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

async function measure(take: (read: ReadResult, position: number) => Promise<void>): Promise<Measured> {
  const reader = merchantTrace.open(readerOptions);
  let microseconds = 0;
  let peak = 0;
  for (const text of batches()) {
    const began = process.cpuUsage();
    await take(reader.read(text), reader.position);
    microseconds += cpuSince(began);
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  return { lines: reader.line, seconds: microseconds / 1e6, peakMegabytes: Math.round(peak / 1e6) };
}

async function measureRules(): Promise<Measured> {
  const engine = await DetectionEngine.open({ dataset: await forgetfulDataset(), rules });
  let from: number | null = null;
  let through = 0;
  const coverage = () => [{ shop, from: from ?? 0, through, holes: [] }];
  const measured = await measure(async ({ events, attachments }, checkpointOffset) => {
    from ??= events[0]?.orderTime ?? null;
    through = events.at(-1)?.orderTime ?? through;
    await engine.observe({ generation, shop, events, attachments, checkpointOffset });
    await engine.judge({ coverage: coverage(), detectedAt: 0, mode: 'streaming' });
  });
  const began = process.cpuUsage();
  await engine.judge({ coverage: coverage(), detectedAt: 0, mode: 'settle' });
  const settling = cpuSince(began) / 1e6;
  return { ...measured, seconds: measured.seconds + settling };
}

function row(name: string, { lines, seconds, peakMegabytes }: Measured): string {
  const rate = Math.round(lines / seconds).toLocaleString('en');
  return `${name.padEnd(24)}${lines.toLocaleString('en').padStart(12)}${seconds.toFixed(2).padStart(9)}${rate.padStart(12)}${String(peakMegabytes).padStart(9)}`;
}

const parsed = await measure(async () => {});
const judged = await measureRules();
const share = (judged.seconds - parsed.seconds) / judged.seconds;
console.log(
  `${''.padEnd(24)}${'lines'.padStart(12)}${'CPU s'.padStart(9)}${'lines/CPU s'.padStart(12)}${'RSS MB'.padStart(9)}`,
);
console.log(row('parser alone', parsed));
console.log(row(`parser and ${rules.length} rules`, judged));
console.log(
  `rules: ${(share * 100).toFixed(0)} % of the time, ${(((judged.seconds - parsed.seconds) / judged.lines) * 1e6).toFixed(2)} µs a line`,
);
