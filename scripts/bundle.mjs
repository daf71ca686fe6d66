// Puts each program of dist/ and the packages it needs into a few files below dist/programs/: reading, resolving and
// compiling four thousand small ones is half of a start. docs/decisions/0013-programs-in-few-files.md says what stays outside.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { decode, encode } from '@jridgewell/sourcemap-codec';
import { build } from 'esbuild';

const ROOT = path.resolve(import.meta.dirname, '..');
const PROGRAMS = path.join(ROOT, 'dist/programs');

/** With parts in C or Rust, or threads, which are files of their own. */
const NATIVE = [
  '@node-rs/*',
  'msgpackr-extract',
  'pino',
  'pino-pretty',
  'pino-std-serializers',
  'sharp',
  'thread-stream',
];
/** Asked for by name by other packages while they run: joined, there would be two of each. */
const SHARED = ['class-transformer', 'class-validator', 'pg', 'reflect-metadata', 'typeorm'];
/** Tried by packages that can do without them. */
const NOT_INSTALLED = ['@fastify/static', '@nestjs/microservices', '@nestjs/websockets', 'fsevents', 'pg-native'];

/** Lets a file find what lies beside it (scripts of Redis, fonts, threads), though its code has moved into another. */
const keepPlaces = {
  name: 'keep-places',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?js$/ }, async ({ path: file }) => {
      const code = await readFile(file, 'utf8');
      const placed = /import\.meta\.|__(file|dir)name\b/.test(code) ? placeOf(file, code) + code : code;
      const contents = placed
        .replaceAll('import.meta.url', '__place.url')
        .replaceAll('import.meta.filename', '__place.file')
        .replaceAll('import.meta.dirname', '__place.directory');
      return { contents, loader: 'js' };
    });
  },
};

function placeOf(file, code) {
  const names = /__(file|dir)name\b/.test(code) ? 'var __filename = __place.file, __dirname = __place.directory;' : '';
  // In front of the first line and without a break, so that the lines of the maps still count.
  return `var __place = __placed(${JSON.stringify(path.relative(PROGRAMS, file))}); ${names}`;
}

/** What is said once at the head of each file that is written: they all lie in the same folder. */
const BANNER = `import { createRequire as __createRequire } from 'node:module';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __placed = (path) => {
  const url = new URL(path, import.meta.url).href;
  const file = __fileURLToPath(url);
  return { url, file, directory: __fileURLToPath(new URL('.', url)).slice(0, -1) };
};
const __named = ({ default: exports }) => ({ ...exports, default: exports });`;

await rm(PROGRAMS, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['main', 'worker', 'migrate', 'admin', 'documents', 'objects'].map((name) =>
    path.join(ROOT, `dist/src/${name}.js`),
  ),
  outdir: PROGRAMS,
  entryNames: '[name]', // All in one folder: places are told from there.
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Nest, TypeORM and the log go by the names of classes.
  keepNames: true,
  external: [NATIVE, SHARED, NOT_INSTALLED].flat(),
  plugins: [keepPlaces],
  banner: { js: BANNER },
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'none',
  metafile: true,
  logLevel: 'error',
});

// Node finds the names that a CommonJS module exports; joined, it has a default export only for who imports it later.
const later = Object.entries(metafile.outputs)
  .filter(([, { entryPoint }]) => metafile.inputs[entryPoint]?.format === 'cjs')
  .map(([file]) => `import("./${path.basename(file)}")`);
for (const file of await written('.js')) {
  const code = await readFile(file, 'utf8');
  const named = later.reduce((text, call) => text.replaceAll(call, `${call}.then(__named)`), code);
  if (named !== code) await writeFile(file, named);
}
for (const file of await written('.js.map')) await forgetPackages(file);

async function written(ending) {
  const files = await readdir(PROGRAMS);
  return files.filter((file) => file.endsWith(ending)).map((file) => path.join(PROGRAMS, file));
}

/** Leaves of a map what leads to our sources: those of packages are longer than their code, and maps are read at every start. */
async function forgetPackages(file) {
  const map = JSON.parse(await readFile(file, 'utf8'));
  const kept = map.sources.map((source) => !source.includes('node_modules/'));
  // A segment without a source ends the one before it; more in a row say nothing.
  let open = false;
  const mappings = decode(map.mappings).map((line) =>
    line.flatMap((segment) => {
      const ours = segment.length > 1 && kept[segment[1]];
      const said = ours || open;
      open = ours;
      return said ? [ours ? segment.slice(0, 4) : [segment[0]]] : [];
    }),
  );
  await writeFile(file, JSON.stringify({ ...map, names: [], mappings: encode(mappings) }));
}
