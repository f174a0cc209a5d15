// F17: mail traces whose bodies hold fences and heads, never end, or are cut by a reset: no word of them is kept; in many seeds.
import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { always, everySeed, SEEDS_TIMEOUT_MS } from './seeds.js';
import { Story } from './story.js';

const MAIL = 'merchant_mail_trace.log';
const FENCE = '@@@@@@@@';

interface Secrets {
  readonly words: string[];
}

/** A mail with what nobody may find again: password, name, address; its body does what bodies must not. */
function mail(story: Story, secrets: Secrets): string {
  const { random } = story;
  const serial = story.next;
  story.next += 1;
  const secret = (kind: string): string => {
    const word = `${kind}${serial}Q${random(1_000_000_000).toString(36)}z`;
    secrets.words.push(word);
    return word;
  };
  const clock = new Date(Date.UTC(2025, 0, 1) + serial * 1_000).toISOString();
  const head = `-- 2025-1-01 ${clock.slice(11, 19)} ${clock.slice(20, 23)} -${1 + random(90)}-`;
  const traps = [
    FENCE,
    `${FENCE} and more`,
    `-- 2025-1-01 00:00:00 000 -1-  [TU90QMLVYXD5UMZYUQ==] ${secret('forged')}`,
    `-- ${secret('signature')}`,
    `Mot de passe : ${secret('passe')}`,
    `To: ${secret('nested')}@example.org`,
    '',
  ];
  const body = [
    `<p>Dear ${secret('name')}</p>`,
    ...Array.from({ length: random(4) }, () => traps[random(traps.length)] ?? ''),
    `<p>Login: ${secret('login')}<br/>`,
    `Password: ${secret('password')}</p>`,
  ];
  const lines = [
    head,
    `MailTo: ${secret('to')}@example.org`,
    'MailContent:',
    FENCE,
    `My Site: ${secret('subject')}`,
    ...body,
    ...(random(4) === 0 ? [] : [FENCE]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Of every file below the folder. */
function bytesBelow(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Buffer.concat(files.map((entry) => readFileSync(join(entry.parentPath, entry.name))));
}

describe('F17 a mail trace', () => {
  it(
    'with fences and heads in bodies, without ends, reset in mid-mail: no word of a mail is in the store',
    async () => {
      expect(
        await everySeed(async (number) => {
          // On SQLite: its files are searched.
          const story = await Story.begin(number * 2, { names: [MAIL] });
          const secrets: Secrets = { words: [] };
          let bytes = 0;
          for (let count = 10 + story.random(40); count > 0; count -= 1) {
            const text = mail(story, secrets);
            const cut = story.random(5) === 0 ? story.random(text.length) : text.length;
            appendFileSync(story.at(MAIL), text.slice(0, cut));
            bytes += cut;
            await story.sometimesLook();
            if (story.random(8) === 0) await story.restart();
            if (cut < text.length && story.random(2) === 0) {
              // Reset in mid-mail: what is left of it stands at the beginning of the file.
              if (story.random(2) === 0) writeFileSync(story.at(MAIL), '\n');
              else truncateSync(story.at(MAIL), 0);
              appendFileSync(story.at(MAIL), text.slice(cut));
            } else appendFileSync(story.at(MAIL), text.slice(cut));
          }
          await story.pass(3_000);
          const stored = bytesBelow(join(dirname(story.scene.folder), 'data'));
          const texts: string[] = [];
          for (const { id } of await story.dataset.generations()) {
            const { events } = await story.dataset.eventsOfRange(id, 0, 1e9, 10_000);
            texts.push(
              JSON.stringify(events),
              Buffer.from(await story.dataset.rawBytes(id, 0, 1e9)).toString('latin1'),
            );
          }
          const told = texts.join('\n');
          const leaked = secrets.words.filter((word) => stored.includes(word) || told.includes(word));
          expect(bytes).toBeGreaterThan(1_000);
          expect(told).toContain('Password:');
          const { broken, leftOpen } = await story.end();
          return { leaked, broken, leftOpen };
        }),
      ).toEqual(always({ leaked: [], broken: [], leftOpen: 0 }));
    },
    SEEDS_TIMEOUT_MS,
  );
});
