// What a benchmark prints on a terminal, as a part of a Markdown page.

const COLOURS = new RegExp(`${String.fromCodePoint(27)}\\[[0-9;]*m`, 'g');

type Group = { readonly isTable: boolean; readonly lines: string[] };

const isBox = (line: string): boolean => /^[│┌├└]/.test(line);

function groupsOf(lines: readonly string[]): readonly Group[] {
  const groups: Group[] = [];
  for (const line of lines) {
    const isTable = isBox(line);
    const last = groups.at(-1);
    if (last === undefined || last.isTable !== isTable) groups.push({ isTable, lines: [line] });
    else last.lines.push(line);
  }
  return groups;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function table(lines: readonly string[]): string {
  const rows = lines
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [head = [], ...rest] = rows;
  return [row(head), row(head.map(() => '---')), ...rest.map(row)].join('\n');
}

/** Boxes of cli-table3 become tables, other text a paragraph a line; what is aligned by blanks stays as it is. */
export function toMarkdown(printed: string): string {
  const lines = printed.replaceAll(COLOURS, '').trim().split('\n');
  if (!lines.some(isBox)) return `\`\`\`text\n${lines.join('\n')}\n\`\`\``;
  return groupsOf(lines)
    .map((group) => (group.isTable ? table(group.lines) : group.lines.join('\n\n')))
    .join('\n\n');
}
