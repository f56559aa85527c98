module.exports = { globalSetup: 'mockwx/global-setup', testMatch: ['**/login.jest.cjs'] };
