// Old lines are deleted at once and every hour, whatever trouble the store has meanwhile.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LineRetention } from '../../src/app/line-retention.js';
import { ShoptraceError } from '../../src/model/errors.js';

const HOUR_MS = 3_600_000;
const start = Date.UTC(2026, 0, 31);

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

function retention(fault: () => Error | null = () => null) {
  const asked: number[] = [];
  const failures: unknown[] = [];
  const prune = async (before: number) => {
    asked.push(before);
    const error = fault();
    if (error !== null) throw error;
    return { blocks: 0, records: 0 };
  };
  const now = (): number => Date.now();
  const onFailed = (error: unknown): unknown => failures.push(error);
  return { asked, failures, lines: new LineRetention({ keep: '7d', prune, now, onFailed }) };
}

describe('the retention of lines', () => {
  it('deletes at the start and every hour, until it is stopped', async () => {
    const { asked, lines } = retention();
    lines.start();
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    const week = 7 * 24 * HOUR_MS;
    expect(asked).toEqual([start - week, start + HOUR_MS - week, start + 2 * HOUR_MS - week]);
    await lines.stop();
    await vi.advanceTimersByTimeAsync(3 * HOUR_MS);
    expect(asked).toHaveLength(3);
  });

  it('waits out trouble of the store, and tells any other fault', async () => {
    let error: Error | null = new ShoptraceError('store-full', 'full', 'wait');
    const { asked, failures, lines } = retention(() => error);
    lines.start();
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect([asked.length, failures]).toEqual([2, []]);
    error = new Error('broken');
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(failures).toEqual([error]);
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(asked).toHaveLength(3);
    await lines.stop();
  });
});
