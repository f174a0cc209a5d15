// What is said where nothing speaks about a number: the files end, they are complete, or nothing covers it.
import { gapIn, type Role } from '../coverage.js';
import { coversHole, verdict, type Reason } from './verdict.js';

export function edge(name: 'left_edge' | 'right_edge'): Reason {
  return (hole, context) => {
    const gap = gapIn(context.coverage, hole.bracket.lower, hole.bracket.upper);
    const side = name === 'left_edge' ? 'left' : 'right';
    if (hole.edge !== side && !(side === 'right' && hole.edge === null && gap !== null)) return null;
    const where =
      gap !== null && hole.edge === null
        ? `A source (${gap.source}) has no lines for a part of this time: what was written then is missing`
        : side === 'left'
          ? 'The files begin behind these numbers'
          : 'The files end before these numbers';
    return verdict(name, hole, context, {
      proofs: gap === null || hole.edge !== null ? [] : [gap.fact],
      text: `${where}. Nothing can be said about them.`,
      wouldChange: 'The file that is missing.',
    });
  };
}

export const unexplained: Reason = (hole, context) => {
  const isCovered = (['orders', 'quotes', 'gateway'] as const).every((role) =>
    coversHole(hole, context, role),
  );
  if (!isCovered || hole.facts.length > 0) return null;
  if (gapIn(context.coverage, hole.bracket.lower, hole.bracket.upper) !== null) return null;
  return verdict('unexplained', hole, context, {
    proofs: [],
    text: `Orders, carts and payments of that time are all here, and none of them shows a trace of ${hole.count === 1 ? 'this number' : 'these numbers'}.`,
    wouldChange: 'Any further source of that time: server logs, mails, backups of the database.',
  });
};

const sourceNames: Readonly<Record<Role, string>> = {
  orders: 'the orders',
  quotes: 'the carts (quote table with reserved_order_id)',
  gateway: 'the payments (gateway export or log)',
  checkout: 'the web server log',
};

export const noData: Reason = (hole, context) => {
  const missing = (['quotes', 'gateway', 'orders'] as const).filter(
    (role) => !coversHole(hole, context, role),
  );
  const wanted = missing.map((role) => sourceNames[role]).join(' and ');
  return verdict('no_data', hole, context, {
    proofs: [],
    text: `No reason can be given: nothing was read that covers ${hole.count === 1 ? 'this number' : 'these numbers'}${wanted === '' ? '' : `; wanted: ${wanted} of that time`}.`,
    wouldChange: wanted === '' ? 'A source that covers the time.' : `An export of ${wanted}.`,
  });
};
