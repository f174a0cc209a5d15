// The life of an order number for people: outcome, each step with its evidence or "no source", numbers beside it.
import { localStamp } from '../../model/local-time.js';
import type { NumberLifeAnswer } from '../../model/sequence-answers.js';
import type { Palette } from './palette.js';
import { safeText } from './safe-text.js';

const MOST_EVIDENCE = 3;

export function numberLines(life: NumberLifeAnswer, palette: Palette): string[] {
  const isBad = life.outcome === 'missing' || life.outcome === 'duplicate';
  const outcome = isBad ? palette.bad(life.outcome) : life.outcome;
  const shop = life.shop === 'default' ? '' : ` of shop ${safeText(life.shop)}`;
  return [
    `${palette.bold(safeText(life.number))}${shop}  ${outcome}`,
    safeText(life.headline),
    '',
    ...life.steps.flatMap(({ step, what, evidence }) => [
      `  ${step.padEnd(22)}  ${what === null ? palette.dim('no source') : safeText(what)}`,
      ...evidence
        .slice(0, MOST_EVIDENCE)
        .map(({ file, line }) => palette.dim(`  ${' '.repeat(22)}  ${safeText(file)}:${line}`)),
    ]),
    ...nearLines(life),
    ...(life.hole === null ? [] : ['', `Would change this: ${safeText(life.hole.wouldChange)}`]),
  ];
}

function nearLines({ nearest, zone }: NumberLifeAnswer): string[] {
  if (nearest.length === 0) return [];
  const told = nearest.map(
    ({ number, at }) =>
      `${safeText(number)}${at === null ? '' : ` (${localStamp(Date.parse(at), zone).slice(0, 19)})`}`,
  );
  return ['', `Orders beside it: ${told.join(', ')} ${zone}.`];
}
