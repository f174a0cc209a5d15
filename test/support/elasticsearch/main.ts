// `npm run es`: starts real Elasticsearch nodes for a developer, until Ctrl-C.
import { parseArgs } from 'node:util';
import { Cluster } from './cluster.js';
import { serverVersions, type ServerVersion } from './machine.js';
import type { ServerSettings } from './server-node.js';

const usage = `usage: npm run es -- [options]
  --version V      ${serverVersions.join(' or ')} (default the newest)
  --port N         HTTP port of the first node (default 9200; 0 takes a free one)
  --nodes N        number of nodes (default 1)
  --data FOLDER    keep the data here
  --heap SIZE      heap of each node (default 512m)
  --security       refuse anonymous requests; user and password are printed
  --set KEY=VALUE  any setting of elasticsearch.yml; may be repeated
`;

const { values } = parseArgs({
  options: {
    version: { type: 'string' },
    port: { type: 'string' },
    nodes: { type: 'string' },
    data: { type: 'string' },
    heap: { type: 'string' },
    security: { type: 'boolean' },
    set: { type: 'string', multiple: true },
    help: { type: 'boolean', short: 'h' },
  },
});

function versionOf(text: string | undefined): ServerVersion {
  const wanted = text ?? serverVersions.at(-1);
  const known = serverVersions.find((version) => version === wanted);
  if (known === undefined) throw new Error(`Version ${String(text)}: use ${serverVersions.join(' or ')}.`);
  return known;
}

function settingsOf(pairs: readonly string[]): ServerSettings {
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

if (values.help === true) process.stdout.write(usage);
else {
  const settings = settingsOf(values.set ?? []);
  const cluster = await Cluster.start({
    version: versionOf(values.version),
    port: Number(values.port ?? 9200),
    nodes: Number(values.nodes ?? 1),
    security: values.security ?? false,
    settings: () => settings,
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(values.heap === undefined ? {} : { heap: values.heap }),
  });
  // Keeps this process alive: the nodes end with it.
  const alive = setInterval(() => undefined, 60_000);
  const stop = (): void => {
    clearInterval(alive);
    void cluster.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop);
  for (const node of cluster.nodes)
    process.stderr.write(`${node.name} ${node.url} pid ${node.pid} log ${node.log}\n`);
  if (cluster.password !== null) process.stderr.write(`user elastic password ${cluster.password}\n`);
  process.stdout.write(`${cluster.nodes.map(({ url }) => url).join('\n')}\n`);
}
