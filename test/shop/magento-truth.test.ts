// Labels of order numbers say what the trace shows: counted here from the lines, without the shop's own notes.
import { describe, expect, test } from 'vitest';
import { writeNumbers, type NumberLine, type WrittenNumbers } from './magento-run.js';

const minute = 60_000;

function numbersOf(lines: readonly NumberLine[], pattern: RegExp): { number: string; at: number }[] {
  return lines.flatMap(({ message, at }) => {
    const number = pattern.exec(message)?.[1];
    return number === undefined ? [] : [{ number, at }];
  });
}

const labelled = (shop: WrittenNumbers, rule: string): string[] =>
  shop.labels.filter((label) => label.rule === rule).map(({ number }) => number);

/** Reserved, and no order that is still there. */
function holes({ lines }: WrittenNumbers): string[] {
  const created = new Set(numbersOf(lines, /^Order created : number (\d+),/).map(({ number }) => number));
  for (const { number } of numbersOf(lines, /^Order deleted : number (\d+),/)) created.delete(number);
  const reserved = numbersOf(lines, /^Order number reserved : number (\d+),/).map(({ number }) => number);
  return [...new Set(reserved)].filter((number) => !created.has(number)).sort();
}

/** Orders made more than half an hour after their number was given out, and after one with a higher number. */
function late({ lines }: WrittenNumbers, width: number): string[] {
  const created = numbersOf(lines, /^Order created : number (\d+),/);
  const given = new Map(
    numbersOf(lines, /^Order number reserved : number (\d+),/).map(({ number, at }) => [number, at]),
  );
  return created
    .filter(({ number, at }) => {
      const passed = created.find(
        (other) =>
          other.number.slice(0, -width) === number.slice(0, -width) &&
          other.number.length === number.length &&
          other.number > number,
      );
      return passed !== undefined && passed.at < at && at - (given.get(number) ?? at) > 30 * minute;
    })
    .map(({ number }) => number)
    .sort();
}

/** Numbers with two captured payments. */
function paidTwice({ lines }: WrittenNumbers): string[] {
  const counts = new Map<string, number>();
  for (const { number } of numbersOf(lines, /^Payment captured : number (\d+),/))
    counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([number]) => number)
    .sort();
}

const seldom =
  'counterRaised=0.2,counterSetBack=0.3,counterRolledBack=0.02,cardTesting=0.2,severalAddresses=0.03';
const usual =
  'cardRefused=0.08,gatewayError=0.01,leftAtGateway=0.05,cancelledAtGateway=0.05,requestDied=0.01,saveFailedUnpaid=0.01,saveFailedAfterPayment=0.02,orderDeleted=0.01,orderEdited=0.02,orderCancelled=0.03';

describe.each(['magento', 'openmage', 'magento2'] as const)('labels of %s', (platform) => {
  const width = platform === 'magento2' ? 9 : 8;
  const written = writeNumbers({
    platform,
    orders: 1500,
    ordersPerDay: 60,
    seed: 21,
    faults: `${seldom},${usual}`,
  });

  test('every lost number, and no other', async () => {
    const shop = await written;
    const seen = shop.labels.filter(
      ({ rule, to, needs }) => rule === 'number-gap' && to === undefined && needs === undefined,
    );
    const unseen = new Set(
      shop.labels.filter(({ cause }) => cause === 'order-deleted-unseen').map(({ number }) => number),
    );
    expect(holes(shop).length).toBeGreaterThan(60);
    expect(seen.map(({ number }) => number).sort()).toEqual(
      holes(shop).filter((number) => !unseen.has(number)),
    );
  });

  test('every late number', async () => {
    const shop = await written;
    expect(labelled(shop, 'number-late').sort()).toEqual(late(shop, width));
    expect(late(shop, width).length).toBeGreaterThan(3);
  });

  test('every number that was paid for twice', async () => {
    const shop = await written;
    expect(paidTwice(shop).length).toBeGreaterThan(2);
    expect(labelled(shop, 'number-duplicate').sort()).toEqual(paidTwice(shop));
  });

  test('raised counters, with the numbers nobody got', async () => {
    const shop = await written;
    const raised = shop.labels.filter(({ to }) => to !== undefined);
    const printed = shop.lines.flatMap(({ message }) => {
      const [, from = '', to = ''] =
        /^Order counter changed : .*from (\d+), to (\d+), by/.exec(message) ?? [];
      return Number(to) > Number(from) + 20
        ? [[String(Number(from) + 1).padStart(from.length, '0'), to]]
        : [];
    });
    expect(raised.map(({ number, to }) => [number, to])).toEqual(printed);
    expect(raised.length).toBeGreaterThan(0);
  });

  test('owners and guests as the lines tell them', async () => {
    const { lines, labels } = await written;
    const owned = new Set(
      lines.flatMap(({ quote, message }) =>
        quote !== null &&
        /^(Customer logged in : |Quote (created|changed) : store \d+, )customer c/.test(message)
          ? [quote]
          : [],
      ),
    );
    const quoteOf = new Map(
      lines.flatMap(({ quote, message }) => {
        const number = /^Order number reserved : number (\d+),/.exec(message)?.[1];
        return number === undefined || quote === null ? [] : [[number, quote] as const];
      }),
    );
    const plain = labels.filter(({ classes }) => classes.length === 1 && classes[0]?.startsWith('declined_'));
    expect(plain.length).toBeGreaterThan(20);
    for (const { number, classes } of plain)
      expect([number, owned.has(quoteOf.get(number) ?? '')]).toEqual([
        number,
        classes[0] === 'declined_owned',
      ]);
  });

  test('an order that was made and deleted has one reason, whatever was paid', async () => {
    const { lines, labels } = await written;
    const paid = new Set(numbersOf(lines, /^Payment captured : number (\d+),/).map(({ number }) => number));
    const deleted = labels.filter(({ cause }) => cause.startsWith('order-deleted'));
    expect(deleted.some(({ number }) => paid.has(number))).toBe(true);
    for (const { classes } of deleted) expect(classes).toEqual(['deleted_order']);
  });

  test('end with the time until which the trace speaks', async () => {
    const shop = await written;
    expect(Date.parse(shop.coveredUntil)).toBe(Math.trunc(shop.report.to));
    expect(shop.report.labels).toBe(shop.labels.length);
  });
});

test('a healthy shop loses no number', async () => {
  const shop = await writeNumbers({ orders: 400, seed: 5, faults: 'none' });
  expect(shop.labels).toEqual([]);
  expect(holes(shop)).toEqual([]);
  expect(shop.overtaken.length).toBeGreaterThan(0);
});

test('in a cluster numbers of magento2 lie as far apart as it has nodes, those of magento do not', async () => {
  const distances = async (platform: 'magento' | 'magento2'): Promise<Set<number>> => {
    const faults = 'cardRefused=0.1';
    const { lines } = await writeNumbers({ platform, orders: 200, stores: 1, nodes: 3, seed: 6, faults });
    const numbers = numbersOf(lines, /^Order number reserved : number (\d+),/).map(({ number }) =>
      Number(number),
    );
    return new Set(numbers.slice(1).map((number, index) => number - (numbers[index] ?? 0)));
  };
  expect(await distances('magento2')).toEqual(new Set([3]));
  expect(await distances('magento')).toEqual(new Set([1]));
});
