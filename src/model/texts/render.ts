// From a message key and its parameters to words.
import type { Text } from '../finding.js';
import { en, type TextKey } from './en.js';
import { quoted, type Params } from './words.js';

/** A text by key; the key is checked by the compiler. */
export function text(key: TextKey, params: Params = {}): Text {
  return { key, params };
}

function isKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}

/** The English sentence. A key that this version does not know (written by a newer one) is shown with its parameters. */
export function renderText({ key, params }: Text): string {
  if (isKey(key)) return en[key](params);
  const named = Object.entries(params).map(([name, value]) => `${name} ${quoted(value)}`);
  return [key, ...named].join(', ');
}
