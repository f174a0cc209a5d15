// Colours of the terminal, off where nobody sees them; and the words they belong to.
import { createColors } from 'picocolors';
import type { Level } from '../../model/event.js';
import type { Severity } from '../../model/finding.js';

type Paint = (text: string) => string;

export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly severity: (severity: Severity, text: string) => string;
  readonly level: (level: Level, text: string) => string;
}

export function paletteOf(colours: boolean): Palette {
  const paint = createColors(colours);
  const bySeverity: Record<Severity, Paint> = {
    info: paint.dim,
    low: paint.cyan,
    medium: paint.yellow,
    high: paint.red,
    critical: (text) => paint.bold(paint.red(text)),
  };
  const byLevel: Record<Level, Paint> = {
    info: (text) => text,
    success: paint.green,
    warning: paint.yellow,
    error: paint.red,
  };
  return {
    bold: paint.bold,
    dim: paint.dim,
    good: paint.green,
    bad: paint.red,
    severity: (severity, text) => bySeverity[severity](text),
    level: (level, text) => byLevel[level](text),
  };
}
