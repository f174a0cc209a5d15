// What an attacker can make a shop write: names and messages that want to run in browsers, spreadsheets and terminals.
export const hostileTexts = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("http://evil.example";"pay")',
  '@SUM(1+1)*cmd|" /C calc"!A0',
  '\u001b[2J\u001b]0;owned\u0007',
  '\u202egnp.exe',
  '"; DROP TABLE events; --',
  '../../../../etc/passwd',
  '{"__proto__":{"admin":true}}',
  'nul \u0000 inside',
  '𝕬 é ñ 漢字 🙂',
] as const;

const ids = ['TU90QMLVYXD5UMZYUQ==', 'TU90QMLVYXD5UMZYUR==', 'TU80AAAAAAAAAAAAAA=='] as const;

/** One line a second from 20:00:00 local time on, three transactions in turn. */
export const hostileLog = hostileTexts
  .map((text, index) => {
    const second = String(index).padStart(2, '0');
    return `-- 2017-8-21 20:00:${second} 100 -- [${ids[index % ids.length]}] Order placed : ${text}\n`;
  })
  .join('');
