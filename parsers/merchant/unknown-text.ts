// Brings messages that are not in the catalogue together: their text with everything that varies left out.

const MAX_LENGTH = 200;

/** `Cannot open file 17 of jane@x.org` → `Cannot open file # of ~`; the same for every message of one kind. */
export function groupingText(message: string): string {
  return message
    .slice(0, 4 * MAX_LENGTH)
    .replace(/\[TU[89][A-Z0-689]{13,15}(?:==)?\]|\bTU[89][A-Z0-689]{13,15}(?:==)?/g, '#')
    .replace(/[^\s@]+@[^\s@]+\.[^\s@]+|~[a-z2-7]*~/g, '~')
    .replace(/\b[0-9a-f]{8,}\b/gi, '#')
    .replace(/\d+(?:[.,:]\d+)*/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_LENGTH);
}
