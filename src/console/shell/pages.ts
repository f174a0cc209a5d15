// The pages of the console in the order of the navigation, each with the key that opens it after `g`.
import type { IconName } from '../parts/Icon.js';
import { texts } from '../texts/texts.js';

export interface PageEntry {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  readonly key: string;
  /** Paths that belong to the page as well. */
  readonly also: readonly string[];
}

export const pages: readonly PageEntry[] = [
  { path: '/', name: texts.nav.overview, icon: 'overview', key: 'o', also: [] },
  { path: '/transactions', name: texts.nav.transactions, icon: 'transactions', key: 't', also: ['/tx/'] },
  { path: '/findings', name: texts.nav.findings, icon: 'findings', key: 'f', also: ['/findings/'] },
  { path: '/numbers', name: texts.nav.numbers, icon: 'numbers', key: 'n', also: ['/numbers/'] },
  { path: '/lines', name: texts.nav.lines, icon: 'lines', key: 'l', also: [] },
  { path: '/sources', name: texts.nav.sources, icon: 'sources', key: 's', also: [] },
  { path: '/replay', name: texts.nav.replay, icon: 'replay', key: 'r', also: [] },
  { path: '/dashboards', name: texts.nav.dashboards, icon: 'dashboards', key: 'd', also: ['/dashboards/'] },
];

export function isPageOf(page: PageEntry, path: string): boolean {
  return path === page.path || page.also.some((prefix) => path.startsWith(prefix));
}
