// The demo of `start` without paths: three reference shops on the real clock: today's code, that of 2017, and one that counts its orders.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ShopInput } from '../shop/options.js';
import { machineZone } from './settings-of-source.js';
import type { FollowedPath } from './worker-messages.js';

export interface Demo {
  readonly shops: readonly ShopInput[];
  readonly paths: readonly FollowedPath[];
}

const dayMs = 86_400_000;
/** The numbers' shop begins with a past: people come back for their carts after months. */
const historyDays = 120;

/** Lines of the demo are kept so long in its dataset. */
export const DEMO_KEEPS = '7d';

const MIB = 1024 * 1024;

/** Rotated files of all shops together stay within 1 GiB: twice that of each era, and the numbers' shop. */
const eras = [
  { era: '2025', shop: 'demo', ordersPerDay: 2 * 86_400, keepBytes: 384 * MIB },
  { era: '2017', shop: 'demo-2017', ordersPerDay: 86_400 / 4, keepBytes: 96 * MIB },
] as const;
const numbersKeepBytes = 64 * MIB;

/**
 * Everything of the demo lies below `<data>/demo`; rotated and pruned by the shop.
 * @param now UTC ms
 */
export async function prepareDemo(dataFolder: string, now: number): Promise<Demo> {
  const zone = machineZone();
  const shops: ShopInput[] = [];
  const paths: FollowedPath[] = [];
  const traceOf = async (shop: string): Promise<string> => {
    const folder = join(dataFolder, 'demo', shop);
    await mkdir(folder, { recursive: true });
    return join(folder, 'merchant_trace.log');
  };
  const follow = (shop: string, path: string, kind: 'trace' | 'mail'): void => {
    const source = `${shop} ${kind}`;
    paths.push({ shop, zone, form: null, masking: 'on', path, kind, source });
  };
  for (const { era, shop, ordersPerDay, keepBytes } of eras) {
    const out = await traceOf(shop);
    const mail = join(dirname(out), 'merchant_mail_trace.log');
    shops.push({ out, mail, era, live: true, zone, ordersPerDay, keepBytes });
    follow(shop, out, 'trace');
    follow(shop, mail, 'mail');
  }
  const out = await traceOf('demo-numbers');
  const from = new Date(now - historyDays * dayMs).toISOString();
  shops.push({ out, platform: 'magento', live: true, zone, from, keepBytes: numbersKeepBytes });
  follow('demo-numbers', out, 'trace');
  return { shops, paths };
}
