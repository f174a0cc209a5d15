// Keys that work on every page: `/`, `?`, `g` then a letter, and `j`/`k` through the rows.
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { useAddress } from '../navigation/query-state.js';
import { pages } from './pages.js';

export interface KeyActions {
  focusSearch(): void;
  openHelp(): void;
}

/** Time for the second key of `g o`. */
const CHORD_MS = 1200;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Moves through what carries `data-row`, in the order of the page. */
function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')].filter(
    (row) => row.offsetParent !== null,
  );
  if (rows.length === 0) return;
  const current = rows.findIndex((row) => row === document.activeElement);
  const next = current < 0 ? (step > 0 ? 0 : rows.length - 1) : current + step;
  const row = rows[Math.min(Math.max(next, 0), rows.length - 1)];
  row?.focus();
  row?.scrollIntoView({ block: 'nearest' });
}

export function useKeys(actions: KeyActions): void {
  const address = useAddress();
  const chordUntil = useRef(0);
  useHotkeys([
    ['/', () => actions.focusSearch()],
    ['shift+?', () => actions.openHelp()],
    ['?', () => actions.openHelp()],
    ['j', () => moveRow(1)],
    ['k', () => moveRow(-1)],
  ]);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.timeStamp < chordUntil.current) {
        chordUntil.current = 0;
        const page = pages.find((entry) => entry.key === event.key);
        if (!page) return;
        event.preventDefault();
        navigate(address(page.path));
      } else if (event.key === 'g') chordUntil.current = event.timeStamp + CHORD_MS;
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [address]);
}
