// Builds dist/: the program (bundled by esbuild, lazy chunks) and the console (Vite). `--if-needed` skips when nothing changed.
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

// Whoever calls it (a test runner sets `test`): what is built is for production.
process.env.NODE_ENV = 'production';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');
const stampFile = join(dist, '.sources');
const sourceFolders = ['src', 'parsers', 'dashboards'];
const sourceFiles = ['build.mjs', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** Stay outside the bundle: native code, or so large that only those who need it should load it. */
const external = ['@photostructure/sqlite', '@elastic/elasticsearch', 'pino'];

/** Programs, threads and processes: file in dist ← source. */
const entries = [
  ['shoptrace', 'src/cli/main.ts'],
  ['worker', 'src/app/worker.ts'],
  ['replay', 'src/app/replays/replay-program.ts'],
];

const stamp = await hashSources();
if (process.argv.includes('--if-needed') && (await builtFrom()) === stamp) process.exit(0);

const begun = performance.now();
process.stderr.write('building shoptrace …\n');
await rm(stampFile, { force: true });
await Promise.all([buildProgram(), buildConsole()]);
await writeFile(`${stampFile}.new`, stamp);
await rename(`${stampFile}.new`, stampFile);
process.stderr.write(`built in ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
// Vite keeps native threads alive after a build.
process.exit(0);

async function hashSources() {
  const hash = createHash('sha256');
  const files = [...sourceFiles];
  for (const folder of sourceFolders) {
    const found = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of found) {
      if (entry.isFile()) files.push(relative(root, join(entry.parentPath, entry.name)));
    }
  }
  for (const file of files.sort()) {
    hash.update(`${file}\n`);
    hash.update(await readFile(join(root, file)));
  }
  return hash.digest('hex');
}

async function builtFrom() {
  return existsSync(stampFile) ? await readFile(stampFile, 'utf8') : null;
}

async function buildProgram() {
  const { build } = await import('esbuild');
  await mkdir(dist, { recursive: true });
  const { metafile } = await build({
    metafile: true,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries.filter(([, source]) => existsSync(join(root, source)))),
    outdir: dist,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    chunkNames: 'chunks/[name]-[hash]',
    external,
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    legalComments: 'none',
    // CommonJS packages inside the bundle ask for built-in modules with `require`.
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);",
    },
    logLevel: 'warning',
  });
  const program = join(dist, 'shoptrace.js');
  const text = await readFile(program, 'utf8');
  if (!text.startsWith('#!')) await writeFile(program, `#!/usr/bin/env node\n${text}`);
  await chmod(program, 0o755);
  await removeOthers(new Set(Object.keys(metafile.outputs).map((name) => join(root, name))));
}

/** What an earlier build left; a program that runs from it meanwhile has found everything it loads lazily until now. */
async function removeOthers(written) {
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const ours = entry.parentPath === dist || entry.parentPath === join(dist, 'chunks');
    if (entry.isFile() && ours && entry.name.endsWith('.js') && !written.has(path)) await rm(path);
  }
}

async function buildConsole() {
  const consoleRoot = join(root, 'src/console');
  if (!existsSync(join(consoleRoot, 'index.html'))) return;
  const { build } = await import('vite');
  await build({
    root: consoleRoot,
    logLevel: 'warn',
    build: { outDir: join(dist, 'console'), emptyOutDir: true },
  });
}
