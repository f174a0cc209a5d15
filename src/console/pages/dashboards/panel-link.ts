// A panel's saved link (`/lines?code=PRD4`) as path and query, so that the dataset can be added.
import type { Changes } from '../../navigation/query-state.js';

export function linkOf(link: string | undefined): { readonly path: string; readonly query: Changes } | null {
  if (link === undefined) return null;
  const address = new URL(link, 'http://console.invalid');
  return { path: address.pathname, query: Object.fromEntries(address.searchParams) };
}
