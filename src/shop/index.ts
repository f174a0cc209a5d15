// The reference shop: simulates buyers, staff and web requests, writes their trace, and says what is true about it.
import { runMagentoShop } from './magento/run.js';
import { runMoodleShop } from './moodle.js';
import type { ShopOptions } from './options.js';
import type { ShopEnvironment, ShopReport } from './report.js';

export { shopOptions, type ShopInput, type ShopOptions } from './options.js';
export type { ShopEnvironment, ShopReport } from './report.js';

/** Runs until the orders are done, or (live) until the signal. @throws zone-unknown */
export async function runShop(options: ShopOptions, environment: ShopEnvironment): Promise<ShopReport> {
  return options.platform === 'moodle'
    ? await runMoodleShop(options, environment)
    : await runMagentoShop({ ...options, platform: options.platform }, environment);
}
