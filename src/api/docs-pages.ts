// /docs: what can be asked, and /docs/errors: where the `type` of every problem leads. Our own HTML, no script.
import { randomBytes } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { problemRows } from '../model/http-problems.js';
import type { ApiEnvironment } from './environment.js';

/** The part of an OpenAPI document that the page shows. */
export interface ShownDocument {
  readonly paths?: Readonly<Record<string, object>> | undefined;
}

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly {
    readonly name?: string;
    readonly in?: string;
    readonly description?: string;
  }[];
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8886; padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top; }
tr:target { background: #fd06; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }`;

export function docsPages(document: () => ShownDocument): OpenAPIHono<ApiEnvironment> {
  const app = new OpenAPIHono<ApiEnvironment>();
  app.get('/docs', (context) => answerPage(context, 'The API of shoptrace', apiBody(document())));
  app.get('/docs/errors', (context) => answerPage(context, 'Errors of shoptrace', errorsBody()));
  return app;
}

function answerPage(context: Context<ApiEnvironment>, title: string, body: string): Response {
  const nonce = randomBytes(18).toString('base64url');
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style nonce="${nonce}">${style}</style></head>
<body><main><h1>${title}</h1>
${body}
</main></body>
</html>
`;
  return context.body(page, 200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
    'Cache-Control': 'no-cache',
  });
}

function errorsBody(): string {
  const rows = problemRows().map(
    ({ code, title, status, exit }) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${escaped(title)}</td><td>${status ?? '–'}</td><td>${exit ?? '–'}</td></tr>`,
  );
  return `<p>An error says what went wrong and where, and what to do (<code>hint</code>). The API answers with
<code>application/problem+json</code>; the id of the request stands in the log. <a href="/docs">What can be asked</a></p>
<table><thead><tr><th>code</th><th>what</th><th>HTTP status</th><th>exit code</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
}

function apiBody({ paths }: ShownDocument): string {
  const rows = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(
      ([method, operation]) =>
        `<tr><td><code>${method.toUpperCase()} ${escaped(path)}</code></td><td>${escaped(operation.summary ?? '')}${parameters(operation)}</td></tr>`,
    ),
  );
  return `<p><a href="/api/v1/openapi.json">openapi.json</a> describes it whole, answers included.
<a href="/docs/errors">Errors</a></p>
<table><thead><tr><th>address</th><th>what</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}

function parameters(operation: Operation): string {
  const items = (operation.parameters ?? []).map(
    (parameter) =>
      `<li><code>${escaped(parameter.name ?? '')}</code> (${escaped(parameter.in ?? '')}) ${escaped(parameter.description ?? '')}</li>`,
  );
  return items.length === 0
    ? ''
    : `<details><summary>${items.length} parameters</summary><ul>${items.join('')}</ul></details>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
