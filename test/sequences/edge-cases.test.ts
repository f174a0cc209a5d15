// The edge cases of counting numbers, each by itself.
import { describe, expect, it } from 'vitest';
import { DAY, holesOf, MINUTE, order, ordersInTurn, quoteRow, range, Scene, START } from './number-scene.js';

const grid = (bodies: readonly number[]): Scene => new Scene().file('orders', 'o', ordersInTurn(bodies));

describe('floor and frontier', () => {
  it('1: nothing is missing below the first number, unless a first one is expected', () => {
    const scene = grid([350, 351]);
    expect(scene.series()).toMatchObject({ floor: 350, frontier: 351, holes: [], missing: 0 });
    const given = scene.with({ first: ['100000001'] }).series();
    expect(given).toMatchObject({ floor: 1, floorWhy: 'given', missing: 349 });
    expect(holesOf(given)).toEqual(['1-349 left_edge']);
  });

  it('2: a lower number joins the floor when it touches it, else it is an island and a late number', () => {
    const joined = new Scene().file('orders', 'o', [order('100000100', 0), order('100000099', 1)]).series();
    expect(joined).toMatchObject({ floor: 99, islands: [], holes: [] });
    const alone = new Scene().file('orders', 'o', [order('100000367', 0), order('100000350', 9000)]).series();
    expect(alone).toMatchObject({ floor: 367, islands: [{ from: 350, to: 350 }], holes: [], missing: 0 });
    expect(alone.late.map(({ number }) => number)).toEqual(['100000350']);
  });

  it('3: a jump is one range, however long', () => {
    const series = grid([...range(1, 30), 5_000_000]).series();
    expect(holesOf(series)).toEqual(['31-4999999 counter_jump']);
    expect(series.holes[0]).toMatchObject({ count: 4_999_969, confidence: 0.6, severity: 'medium' });
    expect(holesOf(grid([1, 2, 3]).series())).toEqual([]);
    expect(grid([1, 2, 6]).series().holes).toMatchObject([{ from: 3, to: 5, count: 3 }]);
  });

  it('4: a number in a hole splits it', () => {
    const before = new Scene().file('orders', 'o', [...ordersInTurn(range(1, 6)), order('100000020', 9)]);
    expect(before.series().holes).toMatchObject([{ from: 7, to: 19 }]);
    before.file('grid', 'p', [order('100000008', 10)]);
    expect(before.series().holes.map(({ from, to }) => [from, to])).toEqual([
      [7, 7],
      [9, 19],
    ]);
  });

  it('17: a reserved number at the end is a hole although no higher order exists', () => {
    const series = grid(range(1, 3))
      .file('quotes', 'q', [quoteRow('100000004', 2, 'q4')])
      .series();
    expect(series.frontier).toBe(4);
    expect(holesOf(series)[0]).toMatch(/^4 /);
  });
});

describe('the same number again', () => {
  it('5: the same row read twice is one order; another order is a duplicate', () => {
    const rows = ordersInTurn([1, 2, 3], {}).map((row, index) => ({ ...row, order: `90${index}` }));
    const twice = new Scene().file('orders', 'o', rows).file('orders', 'p', rows);
    expect(twice.series()).toMatchObject({ used: 3, duplicates: [] });
    const other = new Scene().file('orders', 'o', [...rows, { ...order('100000002', 60), order: '977' }]);
    expect(other.series().duplicates).toMatchObject([
      { number: '100000002', reason: 'same_store', severity: 'high' },
    ]);
  });

  it('5: in two stores it is an alarm in Magento 1, and to be watched in Magento 2', () => {
    const rows = [
      { ...order('2000000001', 0), order: '1', store: '1' },
      { ...order('2000000001', 5), order: '2', store: '2' },
    ];
    const scene = new Scene().file('orders', 'o', rows);
    const judged = (platform: 'm1' | 'm2') =>
      scene
        .with({ platform })
        .series()
        .duplicates.map(({ reason, severity }) => `${reason} ${severity}`);
    expect(judged('m2')).toEqual(['two_stores medium']);
    expect(judged('m1')).toEqual(['two_stores high']);
  });

  it('6: an edited order is neither a duplicate nor a hole; a missing step of it is told', () => {
    const rows = [...ordersInTurn([1, 2]), order('100000002-1', 5), order('100000002-2', 6)];
    expect(new Scene().file('orders', 'o', rows).series()).toMatchObject({
      used: 2, holes: [], duplicates: [], brokenEdits: [],
    }); // prettier-ignore
    const broken = new Scene()
      .file('orders', 'o', [...ordersInTurn([1, 2]), order('100000002-2', 6)])
      .series();
    expect(broken.brokenEdits).toMatchObject([{ number: '100000002-2', missing: '100000002-1' }]);
    const orphan = new Scene()
      .file('orders', 'o', [...ordersInTurn([1, 3]), order('100000002-1', 6)])
      .series();
    expect(orphan.brokenEdits).toMatchObject([{ number: '100000002-1', missing: '100000002' }]);
    expect(orphan).toMatchObject({ used: 2, missing: 1, duplicates: [] });
  });

  it('10: a counter that begins again is a new epoch', () => {
    const again = ordersInTurn(range(1, 5)).map((row) => ({
      ...row,
      at: (row.at ?? 0) + 30 * DAY,
      amount: 1,
    }));
    const { series } = new Scene().file('orders', 'o', [...ordersInTurn(range(1, 40)), ...again]).report();
    expect(series.map(({ id, used, duplicates }) => [id, used, duplicates.length])).toEqual([
      ['1xxxxxxxx', 40, 0],
      ['1xxxxxxxx~2', 5, 0],
    ]);
    expect(series[1]?.restartedFrom).toMatchObject({ number: '100000040', at: START + 30 * DAY });
  });

  it('14: a number that was free again and given to a younger cart is not late', () => {
    const rows = [...ordersInTurn([1, 2]), order('100000004', 2), order('100000003', 100, { quote: 'q9' })];
    const young = new Scene().file('orders', 'o', rows).file('quotes', 'q', [
      quoteRow('100000003', 99, 'q9', { createdAt: START + 95 * MINUTE }),
    ]).series(); // prettier-ignore
    expect(young.late).toEqual([]);
    expect(young.reissued.map(({ number }) => number)).toEqual(['100000003']);
    const old = new Scene().file('orders', 'o', rows).file('quotes', 'q', [
      quoteRow('100000003', 99, 'q9', { createdAt: START - 95 * MINUTE }),
    ]).series(); // prettier-ignore
    expect(old.late.map(({ number }) => number)).toEqual(['100000003']);
  });
});

describe('what numbers look like', () => {
  it('7: the store tells an ambiguous prefix; without it this is said', () => {
    const read = (number: string, store: string | undefined, platform: 'm1' | 'm2' | null) => {
      const row = { ...order(number, 0) };
      const fact = store === undefined ? { ...row, store: 'Main Website' } : { ...row, store };
      const [series] = new Scene().file('orders', 'o', [fact]).with({ platform }).report().series;
      return [series?.id, series?.floor];
    };
    expect(read('2000000001', '2', null)).toEqual(['2xxxxxxxxx', 1]);
    expect(read('1100000001', '11', null)).toEqual(['11xxxxxxxx', 1]);
    expect(read('100000001', '1', 'm1')).toEqual(['1xxxxxxxx', 1]);
    expect(read('100000001', '1', 'm2')).toEqual(['xxxxxxxxx', 100_000_001]);
    const open = new Scene().file('grid', 'g', [order('2000000001', 0, { store: 'Main' })]).series();
    expect(open.notes.join()).toContain('The store is not given');
  });

  it('8: lost zeros are put back, and the file is flagged', () => {
    const scene = new Scene()
      .file('orders', 'o', [order('000000401', 0), order('000000402', 1)])
      .file('grid', 'excel', [order('403', 2), order('405', 3)]);
    const report = scene.report();
    expect(report.series.map(({ id, used }) => [id, used])).toEqual([['xxxxxxxxx', 4]]);
    expect(report.series[0]?.holes).toMatchObject([{ from: 404, to: 404 }]);
    expect(report.sources.find(({ id }) => id === 'excel')?.warnings.join()).toContain('leading zeros');
  });

  it('9: a new year is a new series only when the counter begins again; one number does not decide', () => {
    const years = (...numbers: string[]) =>
      new Scene()
        .file(
          'orders',
          'o',
          numbers.map((number, index) => order(number, index)),
        )
        .report().series;
    const old = ['2024-000122', '2024-000123'];
    expect(years(...old, '2025-000001', '2025-000002').map(({ id }) => id)).toEqual([
      '2024-xxxxxx',
      '2025-xxxxxx',
    ]);
    const one = years(...old, '2025-000124', '2025-000126');
    expect(one.map(({ id, frontier }) => [id, frontier])).toEqual([['2024-xxxxxx', 126]]);
    expect(one[0]?.holes).toMatchObject([{ from: 125, to: 125 }]);
    expect(
      years(...old, '2025-000124')
        .flatMap(({ notes }) => notes)
        .join(),
    ).toContain('shows with its second number');
    const january = years(...old, '2025-000124', '2025-000125', '2024-000121');
    expect(january[0]?.late.map(({ number }) => number)).toEqual(['2024-000121']);
  });

  it('a migration changes the width, not the counter', () => {
    const rows = ['400001428', '400001429', '4000001430', '4000001432'];
    const series = new Scene()
      .file(
        'orders',
        'o',
        rows.map((number, index) => order(number, index)),
      )
      .series();
    expect(series.formats.map(({ prefix, width }) => [prefix, width])).toEqual([
      ['4', 8],
      ['4', 9],
    ]);
    expect(series.holes).toMatchObject([{ from: 1431, to: 1431 }]);
  });

  it('13: several stores in one file without a store column are parted by their prefix', () => {
    const rows = ['000000007', '2000000001', '000000008', '2000000002', '000000010'];
    const { series } = new Scene()
      .file(
        'grid',
        'g',
        rows.map((number, index) => ({ ...order(number, index), store: 'Main' })),
      )
      .report();
    expect(series.map(({ id, used, missing }) => [id, used, missing])).toEqual([
      ['2xxxxxxxxx', 2, 0],
      ['xxxxxxxxx', 3, 1],
    ]);
  });

  it('19: numbers with random distances are no sequence', () => {
    let body = 0;
    const random = range(1, 60).map((index) => (body += 3 + ((index * 7919) % 17)));
    const series = grid(random).series();
    expect(series.holes).toEqual([]);
    expect(series.notes.join()).toContain('No sequence');
    expect(series.sparse[0]?.missing).toBeGreaterThan(series.sparse[0]?.used ?? Infinity);
  });

  it('20: texts and date-times are kept, and not counted', () => {
    const rows = ['20240131120000123456', '20240131120500123456', 'ABC-XYZ'].map((number, index) =>
      order(number, index),
    );
    const { series } = new Scene().file('orders', 'o', rows).report();
    expect(series).toMatchObject([{ id: 'text', used: 3, holes: [], floor: null }]);
  });
});

describe('the step of a cluster', () => {
  it('11: is learned per span of fifty; numbers beside it never existed', () => {
    const three = range(2, 2 + 3 * 59, 3);
    const moved = range(three.at(-1) ?? 0, 0).concat(
      range((three.at(-1) ?? 0) + 2, (three.at(-1) ?? 0) + 2 + 3 * 59, 3),
    );
    const two = range((moved.at(-1) ?? 0) + 2, (moved.at(-1) ?? 0) + 2 + 2 * 59, 2);
    const series = grid([...three, ...moved, ...two]).series();
    expect(series.lattice.map(({ step }) => step)).toEqual([3, 3, 2]);
    expect(series.missing).toBe(0);
    expect(new Set(series.holes.map((hole) => hole.class))).toEqual(new Set(['step_cluster']));
    expect(series.holes.every(({ confidence }) => confidence === 0.6)).toBe(true);
  });

  it('11: a number missing on the lattice is a hole; a short run is only a possible step', () => {
    const bodies = range(1, 1 + 3 * 79, 3).filter((body) => body !== 100);
    const series = grid(bodies).series();
    expect(series.holes.filter((hole) => hole.class !== 'step_cluster')).toMatchObject([
      { from: 100, to: 100, count: 1 },
    ]);
    expect(series.holes.find((hole) => hole.class === 'step_cluster')).toMatchObject({ confidence: 0.95 });
    const short = grid(range(1, 1 + 3 * 19, 3)).series();
    expect(short.lattice).toEqual([]);
    expect(short.notes.join()).toContain('possibly the step of a cluster');
  });

  it('12: block allocation of two writers closes its holes later', () => {
    const turns = range(1, 50).flatMap((index) => [index, 50 + index]);
    const half = grid(turns.slice(0, 60)).series();
    expect(half.holes).toMatchObject([{ from: 31, to: 50 }]);
    expect(grid(turns).series()).toMatchObject({ holes: [], missing: 0 });
  });
});

describe('clocks and coverage', () => {
  it('15: a file in another zone is reported, not its orders', () => {
    const bodies = range(1, 40);
    const at = (body: number): number => body * 7;
    const trace = bodies
      .filter((body) => body % 2 === 0)
      .map((body) => order(`1000000${String(body).padStart(2, '0')}`, at(body)));
    const shifted = bodies
      .filter((body) => body % 2 === 1)
      .map((body) => order(`1000000${String(body).padStart(2, '0')}`, at(body) + 120));
    const report = new Scene().file('trace', 't', trace).file('grid', 'g', shifted).report();
    expect(report.series[0]?.late).toEqual([]);
    expect(report.sources.find(({ id }) => id === 'g')?.warnings.join()).toContain('ahead by 120 minutes');
    const right = new Scene().file('trace', 't', trace).file('grid', 'g', bodies
      .filter((body) => body % 2 === 1).map((body) => order(`1000000${String(body).padStart(2, '0')}`, at(body)))).report(); // prettier-ignore
    expect(right.sources.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('15: shared orders tell the zone exactly', () => {
    const rows = ordersInTurn(range(1, 10));
    const local = rows.map((row) => ({ ...row, at: (row.at ?? 0) - 5 * 3_600_000 }));
    const report = new Scene().file('orders', 'o', rows).file('grid', 'g', local).report();
    expect(report.series[0]).toMatchObject({ used: 10, late: [], duplicates: [] });
    expect(report.sources.find(({ id }) => id === 'g')?.warnings.join()).toContain('behind by 300 minutes');
  });

  it('16: numbers swapped within one second are not late', () => {
    const rows = [
      order('100000001', 0),
      order('100000003', 1),
      order('100000002', 1, { at: START + MINUTE + 1000 }),
    ];
    expect(new Scene().file('orders', 'o', rows).series().late).toEqual([]);
    const later = [...rows.slice(0, 2), order('100000002', 1, { at: START + MINUTE + 1001 })];
    expect(new Scene().file('orders', 'o', later).series().late).toHaveLength(1);
  });

  it('18: a source without lines in the bracket makes no claim', () => {
    const scene = grid([1, 2, 4, 5])
      .file('quotes', 'q', [quoteRow('100000001', -60, 'a'), quoteRow('100000005', 60, 'b')])
      .file('gateway', 'g', [
        { kind: 'payment-captured', number: '100000001', at: START - 60 * MINUTE, txn: 't1' },
        { kind: 'payment-captured', number: '100000005', at: START + 60 * MINUTE, txn: 't5' },
      ]);
    expect(holesOf(scene.series())).toEqual(['3 unexplained']);
    scene.file('trace', 't', [
      { kind: 'trace-gap', at: START, from: START + MINUTE, to: START + 3 * MINUTE, detail: 'shop' },
    ]);
    expect(holesOf(scene.series())).toEqual(['3 right_edge']);
    expect(holesOf(grid([1, 2, 4, 5]).series())).toEqual(['3 no_data']);
  });

  it('21: cancelled, test, free and admin orders are used numbers', () => {
    const rows = ordersInTurn([1, 2, 3]).map((row) => ({ ...row, state: 'canceled', amount: 0 }));
    expect(new Scene().file('orders', 'o', rows).series()).toMatchObject({ used: 3, missing: 0 });
  });

  it('22: an export without a cancelled order among many was filtered', () => {
    const rows = (state: string) =>
      ordersInTurn(
        range(1, 300).filter((body) => body % 10 !== 0),
        { state },
      );
    const warnings = (scene: Scene): string =>
      scene
        .report()
        .sources.flatMap((source) => source.warnings)
        .join();
    expect(warnings(new Scene().file('orders', 'o', rows('complete')))).toContain('filtered by status');
    const whole = [...rows('complete'), order('100000400', 500, { state: 'canceled' })];
    expect(warnings(new Scene().file('orders', 'o', whole))).toBe('');
    expect(warnings(new Scene().file('orders', 'o', rows('complete').slice(0, 100)))).toBe('');
  });

  it('23: an order that a later export of its time no longer has was deleted', () => {
    const first = ordersInTurn(range(1, 9));
    const scene = new Scene()
      .file('orders', 'may', first, { takenAt: START + DAY })
      .file('orders', 'june', [...first.filter((_, index) => index !== 4), order('100000010', 60)], {
        takenAt: START + 30 * DAY,
      });
    expect(holesOf(scene.series())).toEqual(['5 deleted_order']);
    expect(scene.series().holes[0]).toMatchObject({ severity: 'critical', confidence: 0.95 });
  });

  it('23: an order that came late and was deleted then is both', () => {
    const returned = order('100000002', 20 * 24 * 60);
    const scene = new Scene()
      .file('orders', 'may', [...ordersInTurn([1, 3, 4]), returned], { takenAt: START + 21 * DAY })
      .file('orders', 'june', [...ordersInTurn([1, 3, 4]), order('100000005', 22 * 24 * 60)], {
        takenAt: START + 30 * DAY,
      });
    const series = scene.series();
    expect(holesOf(series)).toEqual(['2 deleted_order']);
    expect(series.late.map(({ number }) => number)).toEqual(['100000002']);
  });

  it('23: an order is late that an order came before which was deleted then', () => {
    const others = [order('100000001', 0), order('100000002', 2 * 24 * 60), order('100000004', 5 * 24 * 60)];
    const series = new Scene()
      .file('orders', 'may', [...others, order('100000003', 1)], { takenAt: START + 6 * DAY })
      .file('orders', 'june', [...others, order('100000005', 22 * 24 * 60)], { takenAt: START + 30 * DAY })
      .series();
    expect(holesOf(series)).toEqual(['3 deleted_order']);
    expect(series.late.map(({ number }) => number)).toEqual(['100000002']);
  });

  it('23: an export without dates says what is there, against a line that says it was deleted', () => {
    const may = ordersInTurn([1, 2, 3]);
    const deletion = { kind: 'order-deleted', number: '100000002', at: START + DAY } as const;
    const scene = new Scene()
      .file('orders', 'may', may, { takenAt: START + 3600_000 })
      .file('trace', 't', [deletion]);
    expect(holesOf(scene.series())).toEqual(['2 deleted_order']);
    const undated = may.map((row) => ({ ...row, at: null }));
    expect(holesOf(scene.file('orders', 'june', undated, { takenAt: START + 30 * DAY }).series())).toEqual(
      [],
    );
  });

  it('23: an export speaks up to its last order, whichever counter that is of', () => {
    const last = order('100000004', 60);
    const trace = [...ordersInTurn([1, 2, 3]), last];
    const table = (other: number): Scene =>
      new Scene()
        .file('trace', 't', trace)
        .file('orders', 'o', [...ordersInTurn([1, 2, 3]), order('200000001', other)], {
          takenAt: START + 30 * DAY,
        });
    const holes = (scene: Scene): string[] => scene.report().series.flatMap((series) => holesOf(series));
    expect(holes(table(90))).toEqual(['4 deleted_order']);
    expect(holes(table(30))).toEqual([]);
  });

  it('23: an export that begins later, or is older, deletes nothing', () => {
    const first = ordersInTurn(range(1, 9));
    const later = new Scene()
      .file('orders', 'may', first, { takenAt: START + DAY })
      .file('orders', 'june', first.slice(5), { takenAt: START + 30 * DAY });
    expect(later.series()).toMatchObject({ used: 9, holes: [] });
    const older = new Scene()
      .file('orders', 'may', first.slice(0, 7), { takenAt: START + 5 * MINUTE })
      .file('orders', 'june', first, { takenAt: START + 30 * DAY });
    expect(older.series()).toMatchObject({ used: 9, holes: [] });
  });

  it('24: a login that takes the cart of a guest over makes the number fillable again', () => {
    const declined = {
      ...order('100000002', 0), kind: 'payment-declined', quote: 'q2', at: START + MINUTE,
    } as const; // prettier-ignore
    const guest = grid([1, 3]).file('trace', 't', [
      { kind: 'quote-created', quote: 'q2', customer: null, at: START },
      { kind: 'reserved', quote: 'q2', number: '100000002', at: START + 30_000 },
      declined,
    ]); // prettier-ignore
    guest.with({ asOf: START + DAY });
    expect(holesOf(guest.series())).toEqual(['2 declined_guest_expired']);
    guest.file('trace', 'u', [{ kind: 'login', quote: 'q2', customer: 'c7', at: START + 2 * MINUTE }]);
    expect(guest.series().holes[0]).toMatchObject({ class: 'declined_owned', mayStillArrive: true });
  });

  it('25: a horizon passes by the time of the files, not by a clock', () => {
    const scene = grid([1, 3]).with({ platform: 'm2' }).file('trace', 't', [
      { kind: 'quote-created', quote: 'q2', customer: 'c7', at: START },
      { kind: 'reserved', quote: 'q2', number: '100000002', at: START + 30_000 },
      { kind: 'payment-declined', quote: 'q2', number: '100000002', at: START + 40_000 },
    ]); // prettier-ignore
    const at = (days: number) =>
      scene.with({ platform: 'openmage', asOf: START + days * DAY }).series().holes[0];
    expect(at(29)).toMatchObject({ class: 'declined_owned', status: 'explained', until: START + 31 * DAY });
    expect(at(32)).toMatchObject({ class: 'declined_owned', status: 'expired', mayStillArrive: false });
    const openEnded = scene.with({ platform: 'm1', asOf: START + 3000 * DAY }).series().holes[0];
    expect(openEnded).toMatchObject({ status: 'explained', until: null, mayStillArrive: true });
  });

  it('26: what one of two overlapping exports lacks is still used', () => {
    const rows = ordersInTurn(range(1, 9));
    const scene = new Scene().file('orders', 'a', rows, { takenAt: START + DAY }).file(
      'orders',
      'b',
      rows.filter((_, index) => index !== 4),
      { takenAt: START + DAY },
    );
    expect(scene.series()).toMatchObject({ used: 9, holes: [] });
    const warnings = new Map(scene.report().sources.map(({ id, warnings: said }) => [id, said.join()]));
    expect(warnings.get('b')).toContain('stand only in other files (1, such as 100000005)');
    expect(warnings.get('a')).toBe('');
  });
});
