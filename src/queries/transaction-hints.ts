// What a person may have meant by what they typed or pasted: candidates for a transaction ID, best first.

/** At least so many characters of an ID must be given. */
export const SHORTEST_BEGINNING = 6;

const GENUINE = /TU[89][A-Z0-9]{3,15}(?:==?)?/gi;
const BRACKETS = /\[([^\]\s][^\]]*)\]/g;

/** Upper-case beginnings and the text as given, without repeats; empty when nothing usable is there. */
export function transactionHints(input: string): readonly string[] {
  const text = unescapeUrl(input).trim();
  if (text === '') return [];
  const hints: string[] = [];
  for (const [, inside] of text.matchAll(BRACKETS)) hints.push(...bothCases(inside?.trim() ?? ''));
  for (const [found] of text.matchAll(GENUINE)) hints.push(...bothCases(found));
  if (!/[\s[\]]/.test(text)) hints.push(...bothCases(text));
  return [...new Set(hints)].filter((hint) => hint.length >= SHORTEST_BEGINNING);
}

/** Whether it looks like (a piece of) an ID of the shop rather than a word. */
export function looksLikeId(input: string): boolean {
  return /\bTU[89]/i.test(unescapeUrl(input));
}

function bothCases(text: string): string[] {
  const upper = text.toUpperCase();
  return upper === text ? [text] : [upper, text];
}

/** `…?transid=TU90…%3D%3D` is pasted often; a text that is no URL stays as it is. */
function unescapeUrl(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
