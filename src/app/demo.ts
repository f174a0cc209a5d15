// The demo of `start` without paths: two reference shops on the real clock, one of today's code and one of 2017.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShopInput } from '../shop/options.js';
import { machineZone } from './settings-of-source.js';
import type { FollowedPath } from './worker-messages.js';

export interface Demo {
  readonly shops: readonly ShopInput[];
  readonly paths: readonly FollowedPath[];
}

const eras = [
  { era: '2025', shop: 'demo', ordersPerDay: 2 * 86_400 },
  { era: '2017', shop: 'demo-2017', ordersPerDay: 86_400 / 4 },
] as const;

/** Everything of the demo lies below `<data>/demo`; rotated and pruned by the shop. */
export async function prepareDemo(dataFolder: string): Promise<Demo> {
  const zone = machineZone();
  const shops: ShopInput[] = [];
  const paths: FollowedPath[] = [];
  for (const { era, shop, ordersPerDay } of eras) {
    const folder = join(dataFolder, 'demo', shop);
    await mkdir(folder, { recursive: true });
    const trace = join(folder, 'merchant_trace.log');
    const mail = join(folder, 'merchant_mail_trace.log');
    shops.push({ out: trace, mail, era, live: true, zone, ordersPerDay });
    const common = { shop, zone, form: null, masking: 'on' } as const;
    paths.push({ ...common, path: trace, kind: 'trace', source: `${shop} trace` });
    paths.push({ ...common, path: mail, kind: 'mail', source: `${shop} mail` });
  }
  return { shops, paths };
}
