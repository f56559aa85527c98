'use strict';
// How it fails: mockwx refuses what it was asked, or a test's expectation is not met.

const { AssertionError } = require('node:assert');

class MockWxError extends Error {
  constructor(text, { where = '', status, more = {} } = {}) {
    super(text.startsWith(where) ? text : `${where}: ${text}`);
    this.name = 'MockWxError';
    this.what = text;
    this.where = where;
    this.status = status;
    this.more = more;
  }
}

/** The caller's own line stands in the report, not one of this package's. */
function failure(message, caller) {
  return new AssertionError({ message, stackStartFn: caller });
}

module.exports = { MockWxError, failure };
