// One web request of the shop: writes records with its own call counter, as a PHP process does.
import type { Random } from './random.js';
import type { Simulation } from './simulation.js';
import type { Stamps } from './stamps.js';
import type { TraceOutput } from './trace-output.js';

/** What every request of one shop writes to. */
export interface TraceWriter {
  /** Form B prints no counter, form C does. */
  readonly form: 'B' | 'C';
  readonly simulation: Simulation;
  readonly random: Random;
  readonly stamps: Stamps;
  readonly trace: TraceOutput;
  /** Null: the mail trace is not kept, but its records count all the same. */
  readonly mail: TraceOutput | null;
  lines: number;
}

export class WebRequest {
  private readonly writer: TraceWriter;
  private calls = 0;
  /** The bill's static save counter, shared by all bills of the request. */
  private saves = 0;

  constructor(writer: TraceWriter) {
    this.writer = writer;
  }

  /** @returns ms until the request goes on */
  trace(message: string): number {
    this.writer.trace.write(`${this.head()}  ${message}\n`);
    this.writer.lines += 1;
    return this.work();
  }

  /** A record with the transaction's ID. */
  order(id: string, message: string): number {
    return this.trace(`[${id}] ${message}`);
  }

  /** A mail to a customer, written to the mail trace. @returns ms until the request goes on */
  mailed(to: string, body: string): number {
    const head = this.head();
    const { mail, form } = this.writer;
    if (mail !== null) {
      const block =
        form === 'B'
          ? `${head}  ${body}\n`
          : `${head}\nMailTo: ${to}\nMailContent:\n@@@@@@@@\n${body}\n@@@@@@@@\n`;
      mail.write(block);
      this.writer.lines += 1;
    }
    return 20 + this.work() * 8;
  }

  /** Number of the save that begins now. */
  nextSave(): number {
    this.saves += 1;
    return this.saves;
  }

  get savesSoFar(): number {
    return this.saves;
  }

  private head(): string {
    const { form, simulation, stamps, random } = this.writer;
    this.calls += 1;
    const head = stamps.head(simulation.now, 0.002 + random.next() * 0.03);
    return form === 'B' ? `${head}-` : `${head}${this.calls}-`;
  }

  /** Mostly a few milliseconds, now and then a slow query. */
  private work(): number {
    const { random } = this.writer;
    const slow = random.next() < 0.02 ? random.next() * 180 : 0;
    return 0.6 + random.next() * 6 + slow;
  }
}
