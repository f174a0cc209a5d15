// The last part of a path, whatever system wrote it.
import { visibleText } from './hostile-text.js';

export function fileName(path: string): string {
  return visibleText(path.split(/[/\\]/).at(-1) || path);
}
