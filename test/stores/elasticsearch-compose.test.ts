// The files that start a cluster: keys and values that Compose and the Elastic images need are there, and agree with each other.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { serverVersions } from '../support/elasticsearch/machine.js';

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** The part of the Compose specification that is used; an unknown key is an error. */
const service = z.strictObject({
  image: z.string(),
  build: z.string().optional(),
  user: z.string().optional(),
  profiles: z.array(z.string()).optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(['service_started', 'service_healthy']) }))
    .optional(),
  environment: z.record(z.string(), z.string()),
  command: z.array(z.string()).optional(),
  group_add: z.array(z.string()).optional(),
  volumes: z.array(z.string().regex(/^[a-z]+:\/[^:]+(:ro)?$/)),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\$\{[A-Z_]+:-\d+\}:\d+$/)).optional(),
  ulimits: z.record(z.string(), z.strictObject({ soft: z.number(), hard: z.number() })).optional(),
  healthcheck: z
    .strictObject({
      test: z.tuple([z.literal('CMD-SHELL'), z.string()]),
      interval: z.string().regex(/^\d+s$/),
      timeout: z.string().regex(/^\d+s$/),
      retries: z.number().int(),
    })
    .optional(),
  restart: z.enum(['unless-stopped', 'no']),
});

const compose = z
  .strictObject({
    name: z.string(),
    'x-elasticsearch-image': z.string(),
    services: z.record(z.string(), service),
    volumes: z.record(z.string(), z.null()),
  })
  .parse(parse(read('compose.yaml'), { merge: true }));

test('Elasticsearch and Kibana are of the version that the tests run on', () => {
  const newest = serverVersions.at(-1);
  for (const name of ['setup', 'elasticsearch', 'kibana'])
    expect(compose.services[name]?.image).toContain(`\${ELASTIC_VERSION:-${newest}}`);
});

test('security is on, and no password is written down', () => {
  const environment = compose.services['elasticsearch']?.environment ?? {};
  expect(environment['xpack.security.enabled']).toBe('true');
  expect(environment['xpack.security.http.ssl.enabled']).toBe('true');
  const passwords = Object.values(compose.services).flatMap(({ environment: variables }) =>
    Object.entries(variables).flatMap(([name, value]) => (name.endsWith('PASSWORD') ? [value] : [])),
  );
  expect(passwords.length).toBeGreaterThan(3);
  for (const value of passwords) expect(value).toMatch(/^\$\{[A-Z_]+:\?/);
});

test('every service waits for a healthy one that is there, and names volumes that are there', () => {
  for (const [name, { depends_on: after = {}, volumes, healthcheck, profiles }] of Object.entries(
    compose.services,
  )) {
    for (const needed of Object.keys(after))
      expect(compose.services[needed]?.healthcheck, needed).toBeDefined();
    for (const volume of volumes) expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
    expect(profiles !== undefined || healthcheck !== undefined, name).toBe(true);
  }
  expect(compose.services['kibana']?.depends_on).toHaveProperty('elasticsearch');
});

test('a dollar sign that the shell shall see is doubled', () => {
  for (const { command = [], healthcheck } of Object.values(compose.services))
    for (const text of [...command, ...(healthcheck?.test ?? [])])
      expect(text.replaceAll('$$', ''), text).not.toContain('$');
});

test('the image holds what the package holds, and runs as an ordinary user', () => {
  const lines = read('Dockerfile').split('\n');
  const { files } = JSON.parse(read('package.json')) as { readonly files: readonly string[] };
  for (const folder of files.filter((file) => /^[a-z]+$/.test(file)))
    expect(lines).toContain(`COPY --from=build /build/${folder} ./${folder}`);
  expect(lines.findIndex((line) => line.startsWith('USER node'))).toBeGreaterThan(0);
  expect(lines).toContain('ENTRYPOINT ["shoptrace"]');
});
