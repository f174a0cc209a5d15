// A shop of the Moodle kind: buyers, staff and web requests of one era, acted out on one clock.
import { peopleMemory } from './people-memory.js';
import { Arrivals } from './arrivals.js';
import { noFaults, type ShopOptions } from './options.js';
import type { Payment } from './order.js';
import { openOutputs } from './outputs.js';
import { paceFor } from './pace.js';
import { people } from './people.js';
import { seededRandom } from './random.js';
import type { ShopEnvironment, ShopReport } from './report.js';
import { simulation } from './simulation.js';
import { machineZone, stamps } from './stamps.js';
import { Storefront2017 } from './storefront-2017.js';
import { Storefront2025 } from './storefront-2025.js';
import type { ShopFloor } from './storefront.js';
import { transactionIds } from './transaction-ids.js';
import { truth } from './truth.js';
import { Visits, type Habits } from './visits.js';
import type { TraceWriter } from './web-request.js';

type Weights = Readonly<Record<Payment, number>>;

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** A live shop draws at most one ID in so many ms by the older formula. */
const idSlotMs = 250;
const eraStart = { '2017': '2017-08-01', '2025': '2025-01-01' } as const;
const eraPayments: Readonly<Record<'2017' | '2025', Weights>> = {
  '2017': { free: 25, check: 25, transfer: 22, test: 8, paypal: 20 },
  '2025': { free: 2, check: 25, transfer: 20, test: 8, paypal: 45 },
};
/** Ways of paying that work in the code of the era, on a shop that is live. */
const soundPayments: Readonly<Record<'2017' | '2025', Weights>> = {
  '2017': { free: 30, check: 40, transfer: 30, test: 0, paypal: 0 },
  '2025': { free: 0, check: 30, transfer: 20, test: 0, paypal: 50 },
};

/** Runs until the orders are done, or (live) until the signal. @throws zone-unknown */
export async function runMoodleShop(options: ShopOptions, environment: ShopEnvironment): Promise<ShopReport> {
  const { signal, now } = environment;
  const start = options.live ? now() : Date.parse(options.from ?? eraStart[options.era]);
  const printed = stamps(options.zone ?? (options.live ? machineZone() : 'Europe/Paris'));
  const random = seededRandom(options.seed ?? (options.live ? start : 1));
  const memory = options.live ? peopleMemory(options.out) : null;
  const outputs = await openOutputs(options, now);
  const facts = truth((line) => outputs.labels?.write(line));
  const clock = simulation(start);
  const form = options.era === '2017' ? 'B' : 'C';
  const { trace, mail } = outputs;
  const writer: TraceWriter = { form, simulation: clock, random, stamps: printed, trace, mail, lines: 0 };
  const buyers = people(random, memory?.read() ?? 0);
  const arrivals = openShop(options, { writer, people: buyers, truth: facts, traceFile: options.out });
  const report = (): ShopReport => ({
    orders: arrivals.orders,
    lines: writer.lines,
    bytes: trace.bytes + (mail?.bytes ?? 0),
    labels: facts.labels,
    from: start,
    to: clock.now,
  });

  const pace = paceFor(options, start, environment);
  const stopped = (): boolean => signal?.aborted === true;
  while (!clock.empty && !stopped()) {
    if (pace === null) clock.step(start);
    else await pace(clock);
    memory?.remember(buyers.count);
    if (trace.full) {
      await outputs.flush();
      environment.onProgress?.(report());
    }
  }
  facts.finish(clock.now);
  memory?.write(buyers.count);
  await outputs.close();
  return report();
}

function openShop(options: ShopOptions, floor: ShopFloor): Arrivals {
  const { era, live, faults } = options;
  const storefront = era === '2017' ? new Storefront2017(floor) : new Storefront2025(floor);
  const ids = transactionIds(era, floor.writer.random, live ? idSlotMs : null);
  const habits: Habits = {
    era,
    faults,
    payments: options.payments ?? (faults === noFaults ? soundPayments : eraPayments)[era],
    staffDelayMs: live ? [30_000, 900_000] : [hourMs, 3 * dayMs],
  };
  const arrivals = new Arrivals(options, floor.writer, new Visits(floor, storefront, ids, habits));
  arrivals.begin();
  return arrivals;
}
