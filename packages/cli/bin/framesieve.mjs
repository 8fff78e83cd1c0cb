#!/usr/bin/env node
// Parsed by any Node.js that knows `import()`: nothing newer is used, and nothing imported, before the version is known.
var needed = [22, 18];
var found = process.versions.node.split('.').map(Number);
if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  process.stderr.write(
    'framesieve: FrameSieve needs Node.js ' +
      needed.join('.') +
      ' or newer, this is ' +
      process.versions.node +
      '.\n' +
      '  Install a newer Node.js from https://nodejs.org, or through your version manager (nvm, fnm, volta).\n',
  );
  process.exitCode = 2;
} else {
  Promise.all([import('node:module'), import('node:url')])
    .then(([node, url]) => {
      // `#main` is src/main.ts under the condition `@framesieve/source`, in a clone, and else dist/main.js.
      if (/\.ts$/.test(import.meta.resolve('#main'))) {
        // What has been compiled once is kept in the clone: from source, that is more than half of the start. Elsewhere
        // nothing is written that nobody asked for; `NODE_COMPILE_CACHE=DIR` does the same there.
        keepCompiled(
          node,
          url.fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url)),
        );
      }
      return import('#main');
    })
    .then(
      module => module.main(process.argv.slice(2)),
      error => {
        if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/dist.main\.js/.test(error.message)) throw error;
        process.stderr.write(
          'framesieve: This copy of FrameSieve has not been built.\n' +
            '  In a clone, start it with `npm run framesieve -- …`, which needs no build.\n',
        );
        process.exitCode = 2;
      },
    );
}

function keepCompiled(node, folder) {
  node.enableCompileCache(folder);
  // Threads learn of it from the environment alone.
  process.env.NODE_COMPILE_CACHE = process.env.NODE_COMPILE_CACHE || folder;
}
