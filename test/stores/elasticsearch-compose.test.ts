// The files that start a cluster: valid Compose, safe by default, and in agreement with image, package and documentation.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { composeFaults, composeOf, resolved, writtenCompose } from '../support/compose/compose-file.js';
import { documentedKey } from '../support/elasticsearch/documented-key.js';
import { serverVersions } from '../support/elasticsearch/machine.js';

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const written = composeOf(writtenCompose());
const compose = composeOf(resolved(writtenCompose()));
const services = Object.entries(compose.services);

describe('compose.yaml', () => {
  test('is valid by the schema of the Compose Specification', () => {
    expect(composeFaults(resolved(writtenCompose()))).toEqual([]);
    expect(services.length).toBeGreaterThanOrEqual(8);
  });

  test.each<[string, Record<string, unknown>]>([
    ['an unknown key', { imagee: 'x' }],
    ['a word that is no list', { profiles: 'shoptrace' }],
    ['a condition that is not there', { depends_on: { elasticsearch: { condition: 'healthy' } } }],
    ['a health check with an unknown key', { healthcheck: { test: ['CMD', 'true'], every: '5s' } }],
    ['a port of the wrong kind', { ports: [true] }],
    ['a limit that is no number', { ulimits: { memlock: { soft: true, hard: true } } }],
  ])('would not be valid with %s', (_name, change) => {
    const { elasticsearch } = compose.services;
    const spoiled = {
      ...compose,
      services: { ...compose.services, elasticsearch: { ...elasticsearch, ...change } },
    };
    expect(composeFaults(spoiled)).not.toEqual([]);
  });

  test('runs Elasticsearch and Kibana of the version that the tests run on', () => {
    const newest = serverVersions.at(-1);
    for (const name of ['setup', 'elasticsearch', 'kibana', 'keys'])
      expect(written.services[name]?.image).toContain(`\${ELASTIC_VERSION:-${newest}}`);
  });

  test('has security on, and no password written down', () => {
    const environment = compose.services['elasticsearch']?.environment ?? {};
    expect(environment['xpack.security.enabled']).toBe('true');
    expect(environment['xpack.security.http.ssl.enabled']).toBe('true');
    const passwords = Object.values(written.services).flatMap(({ environment: variables }) =>
      Object.entries(variables).flatMap(([name, value]) => (name.endsWith('PASSWORD') ? [value] : [])),
    );
    expect(passwords.length).toBeGreaterThan(4);
    for (const value of passwords) expect(value).toMatch(/^\$\{[A-Z_]+:(\?.+|-)\}$/);
    expect(compose.services['login']?.command?.at(-1)).toMatch(/'' \| \*:\*\) .* exit 1/);
  });

  test('is open to this machine only', () => {
    const ports = services.flatMap(([, { ports: own = [] }]) => own);
    expect(ports).toHaveLength(3);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(compose.services['serve']).toMatchObject({ network_mode: 'service:login', command: ['serve'] });
    expect(compose.services['serve']?.ports).toBeUndefined();
    const { content = '' } = compose.configs['login'] ?? {};
    expect(content).toContain('proxy_pass http://127.0.0.1:7733;');
    expect(content).toMatch(/auth_basic_user_file [^;]+;\n {2}location/);
    expect(content).toContain('proxy_set_header Host $http_host;');
  });

  test('waits for healthy services that are there, and names volumes and configurations that are there', () => {
    for (const [name, { depends_on: after = {}, volumes = [], configs = [], ...rest }] of services) {
      for (const [needed, { condition }] of Object.entries(after)) {
        expect(condition).toBe('service_healthy');
        expect(compose.services[needed]?.healthcheck, `${name} waits for ${needed}`).toBeDefined();
      }
      const named = volumes
        .map((volume) => volume.split(':')[0] ?? '')
        .filter((source) => /^[a-z]/.test(source));
      for (const source of named) expect(compose.volumes).toHaveProperty(source);
      for (const { source } of configs) expect(compose.configs).toHaveProperty(source);
      expect(rest.profiles !== undefined || rest.healthcheck !== undefined, name).toBe(true);
    }
    expect(compose.services['kibana']?.depends_on).toHaveProperty('elasticsearch');
    expect(compose.services['serve']?.depends_on).toHaveProperty('keys');
  });

  test('doubles each dollar sign that a shell or nginx shall see', () => {
    const texts = Object.values(written.services).flatMap(({ command = [], healthcheck }) => [
      ...command,
      ...(healthcheck?.test ?? []),
    ]);
    for (const text of [...texts, ...Object.values(written.configs).map(({ content }) => content)])
      expect(text.replaceAll('$$', ''), text).not.toContain('$');
  });

  test('makes for each role the very key that the documentation describes', () => {
    const { environment = {} } = compose.services['keys'] ?? {};
    for (const [variable, role] of [
      ['INGEST', 'ingest'],
      ['SERVE', 'serve'],
    ] as const)
      expect(JSON.parse(environment[variable] ?? '')).toEqual(documentedKey(role)[role]);
    for (const role of ['ingest', 'detect', 'serve'])
      expect(compose.services[role]?.environment['SHOPTRACE_ES_API_KEY_FILE']).toBe(`/keys/${role}`);
  });
});

test('the image holds what the package holds, and runs as an ordinary user', () => {
  const lines = read('Dockerfile').split('\n');
  const { files } = JSON.parse(read('package.json')) as { readonly files: readonly string[] };
  for (const folder of files.filter((file) => /^[a-z]+$/.test(file)))
    expect(lines).toContain(`COPY --from=build /build/${folder} ./${folder}`);
  expect(lines.findIndex((line) => line.startsWith('USER node'))).toBeGreaterThan(0);
  expect(lines).toContain('ENTRYPOINT ["shoptrace"]');
});
