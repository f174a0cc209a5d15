// Zones, the order of instants, and ISO text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysInMonth, daysSince1970, isoText, orderTimeAfter, Zone, zoneOf } from '../../src/model/time.js';

const HOUR_MS = 3_600_000;

describe('a zone', () => {
  it('gives one instant for an ordinary local time', () => {
    const local = Date.UTC(2017, 7, 21, 20, 38, 55, 525);
    expect(new Zone('Europe/Paris').meaning(local)).toEqual({
      kind: 'single',
      offsetMs: 2 * HOUR_MS,
      laterOffsetMs: 2 * HOUR_MS,
    });
  });

  it('gives both instants of an hour that occurs twice', () => {
    const zone = new Zone('Europe/Paris');
    const fold = { kind: 'fold', offsetMs: 2 * HOUR_MS, laterOffsetMs: HOUR_MS };
    expect(zone.meaning(Date.UTC(2019, 9, 27, 2, 0, 0))).toEqual(fold);
    expect(zone.meaning(Date.UTC(2019, 9, 27, 2, 59, 59, 999))).toEqual(fold);
    expect(zone.meaning(Date.UTC(2019, 9, 27, 3, 0, 0)).kind).toBe('single');
    expect(zone.meaning(Date.UTC(2019, 9, 27, 1, 59, 59)).kind).toBe('single');
  });

  it('reads an hour that never occurs with the offset before the change', () => {
    const gap = { kind: 'gap', offsetMs: HOUR_MS, laterOffsetMs: HOUR_MS };
    expect(new Zone('Europe/Paris').meaning(Date.UTC(2020, 2, 29, 2, 30))).toEqual(gap);
    expect(new Zone('Europe/Paris').meaning(Date.UTC(2020, 2, 29, 3, 0)).offsetMs).toBe(2 * HOUR_MS);
  });

  it('knows changes of half an hour and of southern summers', () => {
    expect(new Zone('Australia/Lord_Howe').meaning(Date.UTC(2019, 3, 7, 1, 45)).kind).toBe('fold');
    expect(new Zone('America/Santiago').meaning(Date.UTC(2019, 8, 8, 0, 30)).kind).toBe('gap');
  });

  it.each([
    ['+02:00', 2 * HOUR_MS],
    ['-05:30', -5.5 * HOUR_MS],
    ['UTC+1', HOUR_MS],
    ['UTC', 0],
    ['Z', 0],
  ])('takes the fixed offset %s', (name, offset) => {
    expect(new Zone(name).offsetAt(0)).toBe(offset);
    expect(new Zone(name).meaning(0)).toEqual({ kind: 'single', offsetMs: offset, laterOffsetMs: offset });
  });

  it.each(['Europe/Pariss', '', '+25:00', 'nonsense', '+02:75'])('refuses %j', (name) => {
    expect(() => new Zone(name)).toThrow(expect.objectContaining({ code: 'zone-unknown' }));
  });

  it('is shared by all who ask for its name', () => {
    expect(zoneOf('Asia/Kolkata')).toBe(zoneOf('Asia/Kolkata'));
    expect(zoneOf('Asia/Kolkata').offsetAt(0)).toBe(5.5 * HOUR_MS);
    expect(() => zoneOf('Asia/Nowhere')).toThrow(expect.objectContaining({ code: 'zone-unknown' }));
  });

  it('reads back every instant outside folds and gaps', () => {
    const zone = new Zone('America/New_York');
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2016, 0), max: Date.UTC(2030, 0) }), (time) => {
        const local = time + zone.offsetAt(time);
        const { kind, offsetMs, laterOffsetMs } = zone.meaning(local);
        expect(kind).not.toBe('gap');
        expect([local - offsetMs, local - laterOffsetMs]).toContain(time);
      }),
    );
  });
});

describe('the calendar', () => {
  it('counts days as the platform does', () => {
    const dates = fc.tuple(
      fc.integer({ min: 1970, max: 9999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
    );
    fc.assert(
      fc.property(dates, ([year, month, day]) => {
        expect(daysSince1970(year, month, day)).toBe(Date.UTC(year, month - 1, day) / 86_400_000);
      }),
    );
  });

  it('knows the length of months', () => {
    expect([2016, 2017, 2000, 2100].map((year) => daysInMonth(year, 2))).toEqual([29, 28, 29, 28]);
    expect([1, 4, 6, 9, 11, 12].map((month) => daysInMonth(2017, month))).toEqual([31, 30, 30, 30, 30, 31]);
  });
});

describe('the order of records', () => {
  it('lifts a step back of at most a second', () => {
    expect(orderTimeAfter(5000, 4000)).toBe(5000);
    expect(orderTimeAfter(5000, 4999)).toBe(5000);
  });

  it('keeps a larger step back, and every step forward', () => {
    expect(orderTimeAfter(5000, 3999)).toBe(3999);
    expect(orderTimeAfter(5000, 5001)).toBe(5001);
  });
});

describe('ISO text', () => {
  it('is that of the platform', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (time) => {
        expect(isoText(time)).toBe(new Date(time).toISOString());
      }),
    );
  });
});
