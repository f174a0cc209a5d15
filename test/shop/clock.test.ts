// The shop's clock and its stamps: who wakes first, and how an instant is printed.
import { describe, expect, test } from 'vitest';
import { paceOf } from '../../src/shop/pace.js';
import { simulation, type Life } from '../../src/shop/simulation.js';
import { stamps } from '../../src/shop/stamps.js';

describe('the simulation', () => {
  test('wakes everybody in the order of time, and of beginning where times are equal', () => {
    const clock = simulation(1000);
    const seen: string[] = [];
    function* life(name: string, ...pauses: number[]): Life {
      seen.push(`${name} ${clock.now}`);
      for (const pause of pauses) {
        yield pause;
        seen.push(`${name} ${clock.now}`);
      }
    }
    clock.begin(life('a', 30, 10));
    clock.begin(life('b', 10, 30));
    clock.begin(life('c'), 40);
    while (!clock.empty) clock.step(0);
    expect(seen).toEqual(['a 1000', 'b 1000', 'b 1010', 'a 1030', 'a 1040', 'b 1040', 'c 1040']);
  });

  test('one who wakes late goes on from there', () => {
    const clock = simulation(0);
    const seen: number[] = [];
    function* life(): Life {
      yield 10;
      seen.push(clock.now);
      yield 10;
      seen.push(clock.now);
    }
    clock.begin(life());
    clock.step(0);
    clock.step(500);
    clock.step(505);
    expect(seen).toEqual([500, 510]);
  });

  test('a paced clock waits until somebody is due', async () => {
    let wall = 5000;
    const waits: number[] = [];
    const clock = simulation(1000);
    const times: number[] = [];
    function* life(): Life {
      yield 300;
      times.push(clock.now);
    }
    clock.begin(life());
    const pace = paceOf(1000, 10, {
      now: () => wall,
      sleep: (ms) => {
        waits.push(ms);
        wall += ms;
        return Promise.resolve();
      },
    });
    while (!clock.empty) await pace(clock);
    expect(waits).toEqual([30]);
    expect(times).toEqual([1300]);
  });
});

describe('stamps', () => {
  const paris = stamps('Europe/Paris');

  test('the month is not padded, everything else is', () => {
    expect(paris.head(Date.UTC(2017, 7, 5, 1, 2, 3, 7), 0.4)).toBe('-- 2017-8-05 03:02:03 007 -');
    expect(paris.head(Date.UTC(2017, 11, 25, 22, 59, 59, 999), 0.4)).toBe('-- 2017-12-25 23:59:59 999 -');
  });

  test('second and millisecond are read at two instants', () => {
    expect(paris.head(Date.UTC(2017, 7, 21, 18, 38, 55) + 999.99, 0.02)).toBe('-- 2017-8-21 20:38:55 000 -');
  });

  test('milliseconds are cut, not rounded', () => {
    expect(paris.head(Date.UTC(2017, 7, 21, 18, 38, 55) + 525.99, 0)).toBe('-- 2017-8-21 20:38:55 525 -');
  });

  test('whole milliseconds print one less about half of the time, others never', () => {
    const from = Date.UTC(2025, 0, 1);
    const printed = (timeMs: number): number => Number(/ (\d{3}) -$/.exec(paris.head(timeMs, 0))?.[1]);
    let less = 0;
    for (let ms = 0; ms < 1000; ms += 1) {
      expect([ms - 1, ms]).toContain(printed(from + ms));
      expect(printed(from + ms + 0.4)).toBe(ms);
      less += ms - printed(from + ms);
    }
    expect(less).toBeGreaterThan(250);
    expect(less).toBeLessThan(750);
  });

  test('the autumn hour comes twice, the spring hour never', () => {
    const hour = (utc: number): string => paris.head(utc, 0.4).slice(0, -6);
    expect(hour(Date.UTC(2017, 9, 29, 0, 30))).toBe('-- 2017-10-29 02:30:00');
    expect(hour(Date.UTC(2017, 9, 29, 1, 30))).toBe('-- 2017-10-29 02:30:00');
    expect(hour(Date.UTC(2017, 2, 26, 0, 59))).toBe('-- 2017-3-26 01:59:00');
    expect(hour(Date.UTC(2017, 2, 26, 1, 0))).toBe('-- 2017-3-26 03:00:00');
  });

  test('an unknown zone is refused by name', () => {
    expect(() => stamps('Mars/Olympus')).toThrow(/Mars\/Olympus/);
  });
});
