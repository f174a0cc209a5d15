// The live hub: batches by time, numbers without holes, and what a page missed while it was away.
import { describe, expect, test } from 'vitest';
import type { LiveChange } from '../../src/api/dependencies.js';
import { createLiveHub, type LiveBatch } from '../../src/api/live-hub.js';
import { ManualClock } from './manual-clock.js';

function hubWith(options: { history?: number } = {}) {
  const clock = new ManualClock(1_000_000);
  const listeners = new Set<(change: LiveChange) => void>();
  const hub = createLiveHub({
    clock,
    source: {
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    batchMs: 500,
    heartbeatMs: 10_000,
    ...options,
  });
  const change = (...ids: string[]): void => {
    for (const listener of listeners) listener({ type: 'findings', dataset: 'live', ids });
  };
  const fresh = (dataset = 'live'): void => {
    for (const listener of listeners) listener({ type: 'sources', dataset });
  };
  return { hub, clock, change, fresh, listeners };
}

function page() {
  const batches: LiveBatch[] = [];
  const heard = { batches, heartbeats: 0, closed: false };
  return {
    heard,
    listener: {
      batch: (batch: LiveBatch) => void batches.push(batch),
      heartbeat: () => {
        heard.heartbeats += 1;
      },
      closed: () => {
        heard.closed = true;
      },
    },
  };
}

describe('batches', () => {
  test('changes within half a second arrive as one, each finding once', () => {
    const { hub, clock, change, fresh } = hubWith();
    const { heard, listener } = page();
    hub.join(listener, null);
    change('f1', 'f2');
    clock.advance(300);
    change('f2', 'f3');
    fresh();
    expect(heard.batches).toEqual([]);
    clock.advance(200);
    expect(heard.batches).toMatchObject([{ dataset: 'live', findings: ['f1', 'f2', 'f3'], sources: true }]);
  });

  test('every dataset has its own batch, and ids go up by one', () => {
    const { hub, clock, change, fresh } = hubWith();
    const { heard, listener } = page();
    hub.join(listener, null);
    change('f1');
    fresh('r-1');
    clock.advance(500);
    change('f2');
    clock.advance(500);
    expect(heard.batches.map(({ id }) => id.split('-')[1])).toEqual(['1', '2', '3']);
    expect(heard.batches.map(({ dataset }) => dataset)).toEqual(['live', 'r-1', 'live']);
  });

  test('without changes only heartbeats come', () => {
    const { hub, clock } = hubWith();
    const { heard, listener } = page();
    hub.join(listener, null);
    clock.advance(30_000);
    expect(heard).toEqual({ batches: [], heartbeats: 3, closed: false });
  });
});

describe('a page that comes back', () => {
  test('gets exactly what it missed', () => {
    const { hub, clock, change } = hubWith();
    const { heard, listener } = page();
    const joined = hub.join(listener, null);
    change('f1');
    clock.advance(500);
    joined.leave();
    change('f2');
    clock.advance(500);
    change('f3');
    clock.advance(500);
    const [seen] = heard.batches;
    const again = hub.join(page().listener, seen?.id ?? '');
    expect(again.missed?.map(({ findings }) => findings)).toEqual([['f2'], ['f3']]);
    expect(hub.join(page().listener, again.newest).missed).toEqual([]);
  });

  test('is told to ask for everything when it was away too long, or the program was started again', () => {
    const { hub, clock, change } = hubWith({ history: 2 });
    const { newest } = hub.join(page().listener, null);
    for (const id of ['f1', 'f2', 'f3']) {
      change(id);
      clock.advance(500);
    }
    expect(hub.join(page().listener, newest).missed).toBeNull();
    expect(hub.join(page().listener, 'other-1').missed).toBeNull();
    for (const garbage of ['', '-', 'x', `${newest.split('-')[0]}-99`, `${newest.split('-')[0]}-1e400`])
      expect(hub.join(page().listener, garbage).missed).toBeNull();
  });
});

test('closing ends every page and forgets the source', () => {
  const { hub, clock, change, listeners } = hubWith();
  const { heard, listener } = page();
  hub.join(listener, null);
  change('f1');
  hub.close();
  clock.advance(60_000);
  expect(heard).toEqual({ batches: [], heartbeats: 0, closed: true });
  expect(listeners.size).toBe(0);
  expect(hub.listeners).toBe(0);
});
