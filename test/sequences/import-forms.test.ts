// What else merchants export beside orders and carts, times that say their zone, and files that are nothing to import.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HoleAnswer, SeriesAnswer } from '../../src/model/sequence-answers.js';
import { checkout, type RealProject, realProject } from '../cli/support/real-project.js';

let project: RealProject;
beforeAll(() => {
  project = realProject();
});
afterAll(() => project.remove());

function file(dataset: string, name: string, lines: readonly string[]): string {
  mkdirSync(join(project.folder, 'files', dataset), { recursive: true });
  const path = join(project.folder, 'files', dataset, name);
  writeFileSync(path, [...lines, ''].join('\n'));
  return path;
}

const orderHead = 'entity_id,increment_id,store_id,state,created_at';
const orders = [1, 2, 3, 5, 6, 7].map(
  (body) => `${9000 + body},10000000${body},1,complete,2014-09-20 0${body}:00:00`,
);

async function gapsOf(dataset: string): Promise<(SeriesAnswer | HoleAnswer)[]> {
  return (await project.run(['gaps', '--dataset', dataset, '--json'])).json() as (
    SeriesAnswer | HoleAnswer
  )[];
}

describe('exports beside orders and carts', () => {
  it('reads the times of a gateway whose column says UTC as UTC, and a refund that completed as a refund', async () => {
    const dataset = 'gateway';
    const gateway = file(dataset, 'gateway.csv', [
      'Merchant Reference,Transaction ID,Type,Status,Date (UTC),Amount,Currency,Method',
      '100000004,t4,Sale,Captured,2014-09-20 03:30:00,44.00,EUR,card',
      '100000009,t9,Sale,Captured,2014-09-20 03:31:00,9.00,EUR,card',
      '100000009,t9,Refund,Completed,2014-09-20 03:50:00,9.00,EUR,card',
    ]);
    const table = file(dataset, 'orders.csv', [orderHead, ...orders]);
    const run = await project.run(['gaps', 'import', gateway, '--zone', 'Asia/Tokyo', '--dataset', dataset]);
    expect(run.out).toContain('2014-09-20 03:30:00 to 2014-09-20 03:50:00 UTC');
    expect(run.out).toMatch(/Type = type.*Date \(UTC\) = time.*Method = method|Method = method/);
    expect(run.out).not.toContain('not used');
    await project.run(['gaps', 'import', table, '--dataset', dataset]);
    const holes = (await gapsOf(dataset)).filter((answer) => answer.type === 'hole');
    expect(holes.find(({ from }) => from === '100000004')).toMatchObject({ class: 'paid_no_order' });
    expect(holes.filter(({ class: name }) => name === 'paid_no_order')).toHaveLength(1);
  });

  it('takes the last number of a counter for the last that is expected; of orders alone', async () => {
    const dataset = 'counter';
    const table = file(dataset, 'orders.csv', [orderHead, ...orders]);
    const counters = file(dataset, 'eav_entity_store.csv', [
      'entity_store_id,entity_type_id,store_id,increment_prefix,increment_last_id',
      '1,5,1,1,100000009',
      '2,6,1,1,100000900',
    ]);
    await project.run(['gaps', 'import', table, '--dataset', dataset]);
    expect((await gapsOf(dataset))[0]).toMatchObject({ frontier: '100000007' });
    const run = await project.run(['gaps', 'import', counters, '--dataset', dataset]);
    expect([run.code, run.out]).toEqual([0, expect.stringContaining('a table of counters; 2 rows')]);
    expect(run.out).toContain('Last numbers that were given out: 100000009.');
    expect((await gapsOf(dataset))[0]).toMatchObject({ frontier: '100000009', holes: 3 });
  });

  it.each([
    [
      'sales_flat_order_payment.csv',
      'entity_id,parent_id,method,last_trans_id,amount_paid',
      '1,9001,card,t1,5',
    ],
    ['sales_sequence_meta.csv', 'meta_id,entity_type,store_id,sequence_table', '1,order,1,sequence_order_1'],
    ['sales_sequence_profile.csv', 'profile_id,meta_id,prefix,suffix,start_value,step', '1,1,2,NULL,1,1'],
  ])('knows %s, and says that it explains no missing number', async (name, head, row) => {
    const run = await project.run(['gaps', 'import', file('silent', name, [head, row]), '--dry-run']);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/1 row, 0 facts\n[^]*explain/);
  });

  it('no longer says of a grid that it was read as UTC where another table shows by how much it is off', async () => {
    const dataset = 'grid';
    const table = file(dataset, 'orders.csv', [orderHead, ...orders]);
    const grid = file(dataset, 'grid.csv', [
      '"Order #","Purchased On","Status"',
      ...[1, 2, 3, 5, 6, 7].map((body) => `"10000000${body}","Sep 20, 2014 ${body + 2}:00:00 AM","complete"`),
    ]);
    const run = await project.run(['gaps', 'import', grid, '--dataset', dataset]);
    expect(run.out).toMatch(/read as UTC\. Give --zone, or import the table of orders/);
    expect((await project.run(['gaps', '--dataset', dataset])).out).toContain('read as UTC');
    await project.run(['gaps', 'import', table, '--dataset', dataset]);
    const { out } = await project.run(['gaps', '--dataset', dataset]);
    expect(out).toContain('All times are ahead by 120 minutes of the other sources');
    expect(out).not.toContain('read as UTC');
    expect(out).toContain('given out between 2014-09-20 03:00:00 and 2014-09-20 05:00:00 UTC');
  });
});

describe('files that are nothing to import', () => {
  it('says which columns there are where --map names another', async () => {
    const table = file('mapped', 'x.csv', ['Beleg,Datum,Betrag', 'R1,2014-09-20,5']);
    const run = await project.run(['gaps', 'import', table, '--map', 'number=Nope', '--dry-run']);
    expect([run.code, run.err]).toEqual([
      2,
      expect.stringMatching(/has no column "Nope".*\n.*Its columns: Beleg, Datum, Betrag\./),
    ]);
  });

  it('names an archive, and suggests no columns for it', async () => {
    const path = join(project.folder, 'a.zip');
    writeFileSync(path, Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(400, 7)]));
    const run = await project.run(['gaps', 'import', path, '--dry-run']);
    expect([run.code, run.err]).toEqual([3, expect.stringMatching(/is a zip archive.*\n.*Unpack it/)]);
    expect(run.err).not.toContain('--map');
  });

  it('sends a trace to replay', async () => {
    const trace = join(checkout, 'samples/order-numbers/story.log');
    const run = await project.run(['gaps', 'import', trace, '--dry-run']);
    expect([run.code, run.err]).toEqual([
      3,
      expect.stringMatching(/is a trace.*\n.*shoptrace replay .*story\.log/),
    ]);
  });
});

it('says when a number was given out as the trace has it, not between which orders it must have been', async () => {
  const trace = join(checkout, 'samples/order-numbers/story.log');
  await project.run(['replay', trace, '--zone', 'UTC', '--dataset', 'exact']);
  const holes = (await gapsOf('exact')).filter((answer) => answer.type === 'hole');
  const exact = '2014-09-20T09:07:40.020Z';
  expect(holes.find(({ from }) => from === '100000347')?.between).toEqual([exact, exact]);
  const { out } = await project.run(['gaps', '--dataset', 'exact']);
  expect(out).toContain('100000347  given out 2014-09-20 09:07:40 UTC');
});
