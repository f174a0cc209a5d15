// Printed local stamps become instants by the order of the file.
import { describe, expect, it } from 'vitest';
import { instants, readLines, type Reading } from './reading.js';

const plain = (stamp: string): string => `-- ${stamp} --  x`;

function timed(
  stamps: readonly string[],
  zone = 'Europe/Paris',
  form: 'A' | 'B' | null = null,
): Reading['events'] {
  return readLines(stamps.map(plain), { zone, form }).events;
}

describe('two clock readings of one record (T1)', () => {
  it('never move the order back by a second or less', () => {
    const events = timed(['2017-8-21 20:38:55 999', '2017-8-21 20:38:55 000', '2017-8-21 20:38:56 001']);
    expect(events.map(({ time }) => time - (events[0]?.time ?? 0))).toEqual([0, -999, 2]);
    expect(events.map(({ orderTime }) => orderTime - (events[0]?.time ?? 0))).toEqual([0, 0, 2]);
  });

  it('explain no larger step', () => {
    const events = timed(['2017-8-21 20:38:55 999', '2017-8-21 20:38:50 000']);
    expect(events[1]?.orderTime).toBe(events[1]?.time);
  });
});

describe('the hour that occurs twice', () => {
  it('is told by the order of the file, and marked', () => {
    const events = timed([
      '2019-10-27 01:59:59 000',
      '2019-10-27 02:10:00 000',
      '2019-10-27 02:59:59 000',
      '2019-10-27 02:00:01 000',
      '2019-10-27 02:59:00 000',
      '2019-10-27 03:00:00 000',
    ]);
    expect(instants(events).map((text) => text.slice(11, 19))).toEqual([
      '23:59:59',
      '00:10:00',
      '00:59:59',
      '01:00:01',
      '01:59:00',
      '02:00:00',
    ]);
    expect(events.map(({ flags }) => flags.join())).toEqual([
      '',
      'dst-fold',
      'dst-fold',
      'dst-fold',
      'dst-fold',
      '',
    ]);
  });

  it('stays in its first pass over a small step back', () => {
    const events = timed(['2019-10-27 02:10:05 000', '2019-10-27 02:10:02 000']);
    expect(instants(events).map((text) => text.slice(11, 19))).toEqual(['00:10:05', '00:10:02']);
  });
});

describe('the hour that never occurs', () => {
  it('is read with the offset before the change, and marked', () => {
    const events = timed(['2020-3-29 02:30:00 000']);
    expect(instants(events)).toEqual(['2020-03-29T01:30:00.000Z']);
    expect(events[0]?.flags).toEqual(['dst-gap']);
  });
});

describe('a fixed offset', () => {
  it('has no such hours', () => {
    const events = timed(['2019-10-27 02:10:00 000', '2019-10-27 02:00:00 000'], '+02:00');
    expect(instants(events)).toEqual(['2019-10-27T00:10:00.000Z', '2019-10-27T00:00:00.000Z']);
    expect(events.map(({ flags }) => flags)).toEqual([[], []]);
  });
});

describe('a clock of 12 hours', () => {
  const hours = (stamps: readonly string[]): [string, string][] =>
    timed(stamps, 'UTC').map(({ time, flags }) => [new Date(time).toISOString().slice(8, 16), flags.join()]);

  it('passes noon when the hour falls on one day, midnight when the day changes', () => {
    expect(
      hours([
        '2016-8-05 09:00:00 000',
        '2016-8-05 11:59:00 000',
        '2016-8-05 12:01:00 000',
        '2016-8-05 01:00:00 000',
        '2016-8-05 08:38:55 525',
        '2016-8-05 11:50:00 000',
        '2016-8-06 12:05:00 000',
        '2016-8-06 01:00:00 000',
      ]),
    ).toEqual([
      ['05T09:00', 'ambiguous-time'],
      ['05T11:59', 'ambiguous-time'],
      ['05T12:01', ''],
      ['05T13:00', ''],
      ['05T20:38', ''],
      ['05T23:50', ''],
      ['06T00:05', ''],
      ['06T01:00', ''],
    ]);
  });

  it('is ambiguous again after a long silence', () => {
    expect(
      hours(['2016-8-05 11:00:00 000', '2016-8-05 01:00:00 000', '2016-8-06 10:00:00 000']).map(
        ([, flag]) => flag,
      ),
    ).toEqual(['ambiguous-time', '', 'ambiguous-time']);
  });

  it('does not take a small step back for noon', () => {
    expect(hours(['2016-8-05 09:00:05 000', '2016-8-05 09:00:02 000']).map(([time]) => time)).toEqual([
      '05T09:00',
      '05T09:00',
    ]);
  });

  it('is none from the first hour 00 or 13 to 23 on, nor after 2016-12-28', () => {
    const forms = (stamps: readonly string[]): string[] => timed(stamps).map(({ form }) => form);
    expect(forms(['2016-8-05 09:00:00 000', '2016-8-05 15:00:00 000', '2016-8-06 09:00:00 000'])).toEqual([
      'A',
      'B',
      'B',
    ]);
    expect(forms(['2016-8-05 00:10:00 000'])).toEqual(['B']);
    expect(forms(['2016-12-28 09:00:00 000', '2016-12-29 09:00:00 000'])).toEqual(['A', 'B']);
  });

  it('can be ordered, or ruled out', () => {
    expect(timed(['2017-8-05 09:00:00 000'], 'UTC', 'A')[0]).toMatchObject({
      form: 'A',
      flags: ['ambiguous-time'],
    });
    expect(timed(['2016-8-05 09:00:00 000'], 'UTC', 'B')[0]).toMatchObject({ form: 'B', flags: [] });
  });
});
