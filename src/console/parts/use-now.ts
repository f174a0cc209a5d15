// The wall clock, one tick a second for everybody who shows it.
import { useSyncExternalStore } from 'react';
import { serverNow } from '../api/server-clock.js';

const TICK_MS = 1000;
const listeners = new Set<() => void>();
let now = serverNow();
let timer: number | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    now = serverNow();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    window.clearInterval(timer);
    timer = null;
  };
}

export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
