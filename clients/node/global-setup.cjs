'use strict';
// One server for all workers of jest or vitest: `globalSetup: 'mockwx/global-setup'`. It ends with the runner.

const { start } = require('./lib/server.cjs');

module.exports = async () => {
  process.env.MOCKWX_URL = await start();
};
