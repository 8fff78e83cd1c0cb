#!/usr/bin/env node
// `#install` is src/install/main.ts under the condition `@framesieve/source`, in a clone, and else dist/install/main.js.
import('#install').then(
  async module => {
    process.exitCode = await module.main();
  },
  error => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/dist.install.main\.js/.test(error.message)) throw error;
    process.stderr.write(
      'framesieve-install-opencv: This copy has not been built.\n' +
        '  In a clone: node scripts/bootstrap.mjs --then plugins/opencv/bin/install-opencv.mjs\n',
    );
    process.exitCode = 2;
  },
);
