export default { test: { globalSetup: 'mockwx/global-setup', include: ['**/login.vitest.mjs'] } };
