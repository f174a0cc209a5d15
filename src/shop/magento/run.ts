// A shop of the Magento kind: numbers out of a counter, reserved before the gateway answers; acted out on one clock.
import { busyness } from '../arrivals.js';
import type { ShopOptions } from '../options.js';
import { openOutputs } from '../outputs.js';
import { paceFor } from '../pace.js';
import { seededRandom } from '../random.js';
import type { ShopEnvironment, ShopReport } from '../report.js';
import { simulation, type Life } from '../simulation.js';
import { machineZone, stamps, type Stamps } from '../stamps.js';
import { WebRequest, type TraceWriter } from '../web-request.js';
import { BackOffice } from './back-office.js';
import { noBooks } from './books.js';
import { Checkout } from './checkout.js';
import { counterMemory, type RememberedCounters } from './counter-memory.js';
import { Counters } from './counters.js';
import { editions, type Edition, type EditionName } from './edition.js';
import { openExports, type Exports } from './exports/open-exports.js';
import type { Customs, MagentoFloor } from './floor.js';
import { numberTruth } from './number-truth.js';
import { Shoppers } from './shoppers.js';

type MagentoOptions = ShopOptions & { readonly platform: EditionName };

const secondMs = 1000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const defaultFrom = '2014-09-01';
const defaultOrders = 1000;
/** Live, an order every five seconds; in history and on the virtual clock so many a day. */
const livePerDay = 86_400 / 5;
const perDay = 400;
const historyPerDay = 40;
/** Of ten who fill a cart, so many order. */
const buyersAmongVisitors = 0.66;

/** A shop as it is: a session lives an hour, people come back within months. */
const unhurried = (options: MagentoOptions): Customs => ({
  faults: options.faults,
  sessionMs: hourMs,
  staffDelayMs: [hourMs, 3 * dayMs],
  returnMs: [9 * dayMs, 122 * dayMs],
});

/** A live one, in which something must happen while one looks. */
const hurried = (options: MagentoOptions): Customs => ({
  faults: options.faults,
  sessionMs: 4 * minuteMs,
  staffDelayMs: [30 * secondMs, 15 * minuteMs],
  returnMs: [40 * minuteMs, 6 * hourMs],
});

/** Runs until the orders are done, or (live) until the signal. @throws zone-unknown */
export async function runMagentoShop(
  options: MagentoOptions,
  environment: ShopEnvironment,
): Promise<ShopReport> {
  const { now, signal } = environment;
  const memory = options.live ? counterMemory(options.out) : null;
  const before = memory?.read() ?? null;
  const start = startOf(options, now(), before);
  const outputs = await openOutputs(options, now);
  const clock = simulation(start);
  const zone = options.zone ?? (options.live ? machineZone() : 'Europe/Paris');
  const printed = stamps(zone);
  const truth = numberTruth((line) => outputs.labels?.write(line));
  const random = seededRandom(options.seed ?? (options.live ? now() : 1));
  const { trace } = outputs;
  const writer: TraceWriter = {
    form: 'B',
    simulation: clock,
    random,
    stamps: printed,
    trace,
    mail: null,
    lines: 0,
  };
  const stores = Array.from({ length: options.stores }, (_, index) => String(index + 1));
  const edition = editions[options.platform];
  const books = await booksOf(options, edition, printed, start);
  const counters = new Counters(edition, stores, options.nodes, before);
  const customs = options.live && start >= now() - secondMs ? hurried(options) : unhurried(options);
  const floor: MagentoFloor = {
    edition,
    writer,
    request: new WebRequest(writer),
    counters,
    truth,
    books: books ?? noBooks,
    customs,
  };
  const opened = openMagento(floor, options, before);
  const { checkout, shoppers } = opened;
  const report = (): ShopReport => ({
    orders: checkout.orders,
    lines: writer.lines,
    bytes: trace.bytes,
    labels: truth.labels,
    from: start,
    to: clock.now,
  });
  const remember = (): void => memory?.write({ ...counters.state(), customers: shoppers.customerCount });

  const flush = async (): Promise<void> => {
    await outputs.flush();
    await books?.flush();
    environment.onProgress?.(report());
  };
  const stopped = (): boolean => signal?.aborted === true;
  if (options.live) {
    while (clock.nextWake < now() && !stopped()) clock.step(start);
    floor.customs = hurried(options);
    opened.goLive();
  }
  const pace = paceFor(options, options.live ? now() : start, environment);
  while (!clock.empty && !stopped()) {
    if (pace === null) clock.step(start);
    else {
      await pace(clock);
      remember();
    }
    if (trace.full) await flush();
  }
  truth.finish(clock.now);
  remember();
  await books?.close(clock.now, counters);
  await outputs.close();
  return report();
}

function startOf(options: MagentoOptions, now: number, before: RememberedCounters | null): number {
  if (!options.live) return Date.parse(options.from ?? defaultFrom);
  // A shop that has run before has its history.
  return options.from === undefined || before !== null ? now : Date.parse(options.from);
}

async function booksOf(
  options: MagentoOptions,
  edition: Edition,
  printed: Stamps,
  start: number,
): Promise<Exports | null> {
  if (options.exports === undefined) return null;
  const orders = options.orders ?? (options.days === undefined ? defaultOrders : Infinity);
  const timeMs = start + ((options.days ?? Infinity) * dayMs) / 2;
  return openExports(options.exports, {
    edition,
    stamps: printed,
    earlierAt: { orders: orders / 2, timeMs },
  });
}

interface Opened {
  readonly checkout: Checkout;
  readonly shoppers: Shoppers;
  goLive(): void;
}

function openMagento(
  floor: MagentoFloor,
  options: MagentoOptions,
  before: RememberedCounters | null,
): Opened {
  const clock = floor.writer.simulation;
  const checkout = new Checkout(floor);
  const office = new BackOffice(floor);
  const shoppers = new Shoppers(floor, checkout, office, before?.customers ?? 0);
  for (const [index, counter] of floor.counters.stores.entries()) {
    if (floor.counters.cluster.nodes > 1 && floor.edition.numbersFollowCluster)
      floor.truth.stepped(counter, floor.counters.cluster.nodes);
    if (before === null) clock.begin(shoppers.opening(counter), index * minuteMs);
  }
  let live = false;
  const visitors = function* (): Life {
    const begunLive = live;
    const { random, stamps: printed } = floor.writer;
    const until = options.days === undefined ? Infinity : clock.now + options.days * dayMs;
    const endless = options.live || options.days !== undefined || options.lines !== undefined;
    const most = options.orders ?? (endless ? Infinity : defaultOrders);
    yield options.stores * minuteMs;
    while (checkout.orders < most && floor.writer.lines < (options.lines ?? Infinity)) {
      const busy = live ? 1 : (busyness[printed.localHour(clock.now)] ?? 1);
      const usual = live ? livePerDay : options.live ? historyPerDay : perDay;
      const visits = (live || !options.live ? (options.ordersPerDay ?? usual) : usual) / buyersAmongVisitors;
      yield random.exponential(dayMs / visits / busy);
      if (clock.now >= until || begunLive !== live) break;
      clock.begin(shoppers.visit());
      if (random.chance(floor.customs.faults.cardTesting / visits)) clock.begin(shoppers.cardTesting());
    }
    office.open = begunLive !== live;
  };
  clock.begin(visitors());
  clock.begin(office.nights());
  return {
    checkout,
    shoppers,
    goLive() {
      live = true;
      clock.begin(visitors());
      // A live shop shows at once what can go wrong.
      if (options.faults.cardTesting > 0) clock.begin(shoppers.cardTesting(), 5 * secondMs);
    },
  };
}
