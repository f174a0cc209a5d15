// The console's whole state is its address: reading and changing path and query, the dataset kept.
import { useCallback, useMemo } from 'react';
import { navigate, usePathname, useSearch } from 'wouter/use-browser-location';

export type Changes = Readonly<Record<string, string | null>>;

/** `path` is encoded already; a null or empty value takes the name out. */
export function withQuery(path: string, search: string, changes: Changes): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/** The query of this page and a setter, which replaces the history entry unless asked to push one. */
export function useQueryState(): readonly [
  URLSearchParams,
  (changes: Changes, options?: { readonly push?: boolean }) => void,
] {
  const search = useSearch();
  const query = useMemo(() => new URLSearchParams(search), [search]);
  const change = useCallback((changes: Changes, options: { readonly push?: boolean } = {}) => {
    navigate(withQuery(window.location.pathname, window.location.search, changes), {
      replace: options.push !== true,
    });
  }, []);
  return [query, change];
}

/** Dataset named in the address, null for the server's choice. */
export function useDataset(): string | null {
  const search = useSearch();
  return useMemo(() => new URLSearchParams(search).get('dataset'), [search]);
}

export type MakeAddress = (path: string, query?: Changes) => string;

/** Makes addresses inside the console: path, own query, and the dataset of this page. */
export function useAddress(): MakeAddress {
  const dataset = useDataset();
  return useCallback((path, query = {}) => withQuery(path, '', { ...query, dataset }), [dataset]);
}

/** What follows `prefix` in the path, decoded once. The router's own parameters leave `%2F` and `%3D` as they are. */
export function usePathTail(prefix: string): string {
  const path = usePathname();
  return useMemo(() => {
    const tail = path.startsWith(prefix) ? path.slice(prefix.length) : '';
    try {
      return decodeURIComponent(tail);
    } catch {
      return tail;
    }
  }, [path, prefix]);
}

export const transactionPath = (id: string): string => `/tx/${encodeURIComponent(id)}`;
export const findingPath = (id: string): string => `/findings/${encodeURIComponent(id)}`;
export const dashboardPath = (slug: string): string => `/dashboards/${encodeURIComponent(slug)}`;
export const numberPath = (number: string): string => `/numbers/${encodeURIComponent(number)}`;

const ONLY_DIGITS = /^#?(\d{3,15})$/;

/** Where the one box leads: an order number is all digits, everything else is about a transaction. */
export function searchPath(asked: string): string {
  const number = ONLY_DIGITS.exec(asked)?.[1];
  return number === undefined ? transactionPath(asked) : numberPath(number);
}
