// New orders, as they come in over the day.
import type { ShopOptions } from './options.js';
import type { Life } from './simulation.js';
import type { Visits } from './visits.js';
import type { TraceWriter } from './web-request.js';

const dayMs = 86_400_000;
const defaultPerDay = { live: 172_800, virtual: 400 } as const;
const defaultOrders = 1000;
/** How busy a shop is by hour of the local day. */
export const busyness = [
  0.25, 0.15, 0.1, 0.1, 0.1, 0.2, 0.4, 0.7, 1, 1.3, 1.5, 1.4, 1.2, 1.3, 1.4, 1.4, 1.4, 1.5, 1.6, 1.7, 1.8,
  1.6, 1, 0.5,
];

export class Arrivals {
  orders = 0;
  private readonly options: ShopOptions;
  private readonly writer: TraceWriter;
  private readonly visits: Visits;

  constructor(options: ShopOptions, writer: TraceWriter, visits: Visits) {
    this.options = options;
    this.writer = writer;
    this.visits = visits;
  }

  begin(): void {
    const { options, writer } = this;
    // A live shop shows at once what can go wrong.
    if (options.live && options.faults.failingProduct > 0) {
      this.orders += 1;
      writer.simulation.begin(this.visits.failing(true), 500);
    }
    const until = options.days === undefined ? Infinity : writer.simulation.now + options.days * dayMs;
    writer.simulation.begin(this.life(until));
  }

  private *life(until: number): Life {
    const { options, visits } = this;
    const { random, simulation, stamps } = this.writer;
    const perDay = options.ordersPerDay ?? (options.live ? defaultPerDay.live : defaultPerDay.virtual);
    const endless = options.live || options.days !== undefined || options.lines !== undefined;
    const most = options.orders ?? (endless ? Infinity : defaultOrders);
    while (this.orders < most && this.writer.lines < (options.lines ?? Infinity)) {
      const busy = options.live ? 1 : (busyness[stamps.localHour(simulation.now)] ?? 1);
      yield random.exponential(dayMs / perDay / busy);
      if (simulation.now >= until) return;
      this.orders += 1;
      const fails = random.chance(options.faults.failingProduct);
      simulation.begin(fails ? visits.failing(false) : visits.ordinary());
    }
  }
}
